"""The screens that make and change records: whole forms, quick ones in a dialog, and what is checked while typing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.kernel import changes, permissions
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Refused
from tendero.kernel.text import plain_number
from tendero.kernel.write import Conflict
from tendero.records import registry, writing
from tendero.records.form import answers, inputs, layout, reading
from tendero.records.form.reading import Sent
from tendero.records.registry import RecordType
from tendero.records.veil import whole


@permitted(registry.key_of_slug, "add")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, slug: str) -> HttpResponse:
    """Make a record: quickly in a dialog, or with all its fields on a page."""
    record = registry.by_slug(slug)
    quick = bool(request.POST.get("quick") or request.GET.get("quick"))
    sections = layout.sections_for(record, request.actor, quick=quick)
    form = answers.Form(request, record, None, sections, quick=quick)
    if request.method == "GET":
        return form.show(layout.beginning(record, request.GET, request.actor))
    sent = reading.read(record, request.POST, request.actor)
    carried = layout.beginning(record, request.GET, request.actor) if quick else {}
    named = {name: value for name, value in carried.items() if name in request.GET and name not in sent.values}
    try:
        if sent.errors:
            raise ValidationError({})
        with changes.change_set(f"records.add:{record.key}", by=request.actor) as opened:
            row = writing.add(record, {**named, **sent.values}, by=request.actor)
        return form.made(row, opened.ref)
    except (ValidationError, Refused) as error:
        return _again(form, sent, error)


@permitted(registry.key_of_slug, "change")
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Change a record. The version it was read at travels in the form; a conflict shows both sides."""
    record = registry.by_slug(slug)
    row = record.get(request.actor, ref, "change")
    only = request.POST.get("only") or request.GET.get("only", "")
    sections = layout.sections_for(record, request.actor, only=only)
    form = answers.Form(request, record, row, sections, only=only)
    if request.method == "GET":
        return form.show(layout.held_by(record, whole(record, row, request.actor), request.actor))
    sent = reading.read(record, request.POST, request.actor)
    given = {name: v for name, v in sent.values.items() if request.POST.get(f"use-{name}") != "theirs"}
    try:
        if sent.errors:
            raise ValidationError({})
        with changes.change_set(f"records.edit:{record.key}", by=request.actor) as opened:
            writing.edit(record, row, given, by=request.actor, expected_version=answers.version(request))
        return form.changed(row, opened.ref)
    except Conflict as conflict:
        return form.conflict(sent, conflict.record)
    except (ValidationError, Refused) as error:
        return _again(form, sent, error)


def _again(form: answers.Form, sent: Sent, error: ValidationError | Refused) -> HttpResponse:
    """The form once more, with what is wrong beside each field."""
    if isinstance(error, Refused):
        sent.errors.setdefault("", []).append(str(error))
        return form.again(sent, status=403)
    if hasattr(error, "error_dict") and not error.error_dict:
        return form.again(sent)
    sent.refuse(error)
    return form.again(sent)


@permitted(registry.key_of_slug, "view")
@require_POST
def check(request: ActorRequest, slug: str) -> HttpResponse:
    """While a form is typed: cautions beside fields, and rows that may be the same. Nothing is written."""
    record = registry.by_slug(slug)
    sent = reading.read(record, request.POST, request.actor)
    ref = request.POST.get("ref", "")
    row = record.rows(request.actor).filter(ref=ref).first() if ref else None
    others = {row.ref if row else "", *request.POST.getlist("_other")}
    similar = list(record.similar(sent.values, request.actor, but=row)) if record.similar else []
    similar = [one for one in similar if one.row is None or one.row.ref not in others]
    cautions = list(record.warnings(sent.values, request.actor)) if record.warnings else []
    fields = list(dict.fromkeys(request.POST.getlist(reading.SHOWN)))
    hidden = permissions.hidden_fields(request.actor, record.key)
    told = [(one, record.subtitle(one.row, hidden) if one.row else "") for one in similar]
    texts = {caution.field: caution.text for caution in cautions}
    context = {
        "record": record,
        "similar": [pair for pair in told if pair[0].field not in fields],
        "beside": [(name, texts.get(name, ""), [p for p in told if p[0].field == name]) for name in fields],
    }
    return render(request, "records/form/checked.html", context)


@permitted(registry.key_of_slug, "view")
@require_GET
def item(request: ActorRequest, slug: str, name: str) -> HttpResponse:
    """One more row of a group that repeats."""
    record = registry.by_slug(slug)
    field = _group_field(record, request, name)
    at = request.GET.get("n", "0")
    number = plain_number(at, 9_999) or 0
    row = inputs.group(field, field.name, number, {}, request.actor)
    context = {
        "record": record,
        "input": inputs.Input(field, field.name, "group", groups=[row]),
        "row": row,
        "n": number + 1,
    }
    return render(request, "records/form/one_more.html", context)


def _group_field(record: RecordType[Any], request: ActorRequest, name: str) -> Any:
    field = record.writable_for(request.actor).get(name)
    if field is None or not field.item:
        raise Http404
    return field
