"""Settings: the company's own fields, one list for each kind of record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tendero.kernel import changes
from tendero.kernel.door import permitted
from tendero.kernel.permissions import Missing
from tendero.records import registry
from tendero.records.custom import actions
from tendero.records.custom.forms import FieldForm
from tendero.records.models.custom import FieldDefinition
from tendero.ui import feedback


@permitted(actions.SETTING, "change")
def show(request: HttpRequest) -> HttpResponse:
    """Every kind of record with its own fields; those archived below."""
    rows = list(FieldDefinition.objects.order_by("record", "position", "id"))
    groups = [
        {
            "record": record,
            "used": [row for row in rows if row.record == record.key and row.archived_at is None],
            "archived": [row for row in rows if row.record == record.key and row.archived_at is not None],
        }
        for record in registry.every()
        if record.in_menu or any(row.record == record.key for row in rows)
    ]
    return render(request, "records/custom/fields.html", {"groups": groups})


@permitted(actions.SETTING, "change")
def new(request: Any, slug: str) -> HttpResponse:
    """The dialog of a new field."""
    record = registry.by_slug(slug)
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with changes.change_set("records.define_field", by=request.actor) as opened:
                actions.define_field(record.key, by=request.actor, **form.values)
            return _done(request, _("Field made."), opened)
        except ValidationError as error:
            _tell(form, error)
    return _dialog(request, form, _("New field: %(record)s") % {"record": record.labels.many})


@permitted(actions.SETTING, "change")
def edit(request: Any, ref: str) -> HttpResponse:
    """The dialog of a field that exists."""
    definition = _definition(ref)
    form = FieldForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.values.items() if name != "kind"}
        try:
            with changes.change_set("records.change_field", by=request.actor) as opened:
                actions.change_field(definition, by=request.actor, **values)
            return _done(request, _("Field changed."), opened)
        except ValidationError as error:
            _tell(form, error)
    return _dialog(request, form, definition.label)


@permitted(actions.SETTING, "change")
@require_POST
def archive(request: Any, ref: str) -> HttpResponse:
    """Out of every screen, with its values."""
    definition = _definition(ref)
    with changes.change_set("records.archive_field", by=request.actor) as opened:
        actions.archive_field(definition, by=request.actor)
    return _done(request, _("“%(name)s” is archived; its values are kept.") % {"name": definition.label}, opened)


@permitted(actions.SETTING, "change")
@require_POST
def unarchive(request: Any, ref: str) -> HttpResponse:
    """Back on every screen."""
    definition = _definition(ref)
    try:
        with changes.change_set("records.unarchive_field", by=request.actor) as opened:
            actions.unarchive_field(definition, by=request.actor)
    except ValidationError as error:
        return _done(request, " ".join(error.messages))
    return _done(request, _("“%(name)s” is in use again.") % {"name": definition.label}, opened)


@permitted(actions.SETTING, "change")
@require_POST
def move(request: Any, ref: str) -> HttpResponse:
    """One place up, or down."""
    definition = _definition(ref)
    refs = [row.ref for row in actions.in_use(definition.record)]
    if definition.ref not in refs:
        raise Missing
    at = refs.index(definition.ref)
    to = max(0, min(len(refs) - 1, at + (1 if request.POST.get("way") == "down" else -1)))
    refs[at], refs[to] = refs[to], refs[at]
    actions.order_fields(definition.record, refs=refs, by=request.actor)
    return feedback.redirect(request, reverse("records:own_fields"))


def _definition(ref: str) -> FieldDefinition:
    found: FieldDefinition | None = FieldDefinition.objects.filter(ref=ref).first()
    if found is None:
        raise Missing
    return found


def _dialog(request: HttpRequest, form: FieldForm, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "action": request.path}
    return feedback.dialog(request, "records/custom/field.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, text: str, opened: changes.OpenChangeSet | None = None) -> HttpResponse:
    """Back to the list, with Undo where anything was written."""
    response = feedback.redirect(request, reverse("records:own_fields"))
    return feedback.toast(response, text, undo=opened.ref if opened else "")


def _tell(form: FieldForm, error: ValidationError) -> None:
    """Each message beside its field; those of no field above."""
    for name, messages in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]:
        form.add_error(name if name in form.fields else None, messages)
