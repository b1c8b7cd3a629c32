"""One field of one record, changed where it stands."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Refused
from tendero.kernel.write import Conflict
from tendero.records import custom, registry, values, writing
from tendero.records.detail import second_look
from tendero.records.fields import Field
from tendero.records.form import answers, inputs, reading
from tendero.records.listing.cells import drawn
from tendero.records.listing.columns import Column, in_place
from tendero.records.registry import RecordType
from tendero.records.sight import sighted
from tendero.records.veil import whole
from tendero.ui import feedback

TAGS: Final = {"td", "dd"}


@permitted(registry.key_of_slug, "change")
@require_http_methods(["GET", "POST"])
def cell(request: ActorRequest, slug: str, ref: str, name: str) -> HttpResponse:
    """GET gives the input (`?shown=1`: the plain cell again), POST saves and gives the cell. A conflict is shown."""
    record = registry.by_slug(slug)
    row = record.get(request.actor, ref, "change")
    field = record.writable_for(request.actor).get(name)
    if field is None or not in_place(field):
        raise Http404
    if request.method == "GET":
        return _plain(request, record, row, field) if "shown" in request.GET else _typing(request, record, row, field)
    return _save(request, record, row, field)


def _save(request: ActorRequest, record: RecordType[Any], row: Any, field: Field) -> HttpResponse:
    try:
        value = reading.value_of(field, field.name, request.POST, request.actor)
        with changes.change_set(f"records.edit:{record.key}", by=request.actor) as opened:
            writing.edit(record, row, {field.name: value}, by=request.actor, expected_version=answers.version(request))
    except Conflict as conflict:
        theirs = values.shown(field, whole(record, conflict.record, request.actor), request.actor) or "—"
        text = _("Somebody changed this record meanwhile; here it says “%(value)s”. Save again to put yours.")
        return _typing(request, record, conflict.record, field, [text % {"value": theirs}], 409)
    except ValidationError as error:
        return _typing(request, record, row, field, _messages(error), 422)
    except Refused as error:
        return _typing(request, record, row, field, [str(error)], 403)
    fresh = record.get(request.actor, row.ref)
    response = _plain(request, record, fresh, field)
    feedback.refresh(response, "cell-changed")
    label = capfirst(str(field.label))
    if not opened.ref:
        return response
    said = _("%(field)s changed") % {"field": label}
    cautions, link = second_look.after(record, fresh, field, request.actor)
    text = ". ".join(part.rstrip(".") for part in (said, *cautions))
    return feedback.toast(response, text, undo=opened.ref, link=link, stays=bool(cautions))


def _messages(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [str(text) for texts in error.message_dict.values() for text in texts]
    return [str(text) for text in error.messages]


def _plain(request: ActorRequest, record: RecordType[Any], row: Any, field: Field) -> HttpResponse:
    row = whole(record, row, request.actor)
    custom.attach([row], [field])
    sighted([row], request.actor)
    context = {"record": record, "row": row, "field": field, "inside": drawn(field, row, request.actor)}
    return render(request, "records/detail/cell.html", context | _place(request, field))


def _typing(
    request: ActorRequest,
    record: RecordType[Any],
    row: Any,
    field: Field,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = whole(record, row, request.actor)
    custom.attach([row], [field])
    sighted([row], request.actor)
    made = inputs.make(field, field.name, values.held(field, row), request.actor, errors=errors or ())
    if request.method == "POST" and made.shape in ("text", "textarea", "date", "moment"):
        made = inputs.Input(field, field.name, made.shape, request.POST.get(field.name, ""), errors=errors or ())
    elif request.method == "POST":
        made = _as_sent(request, field, made, errors or [])
    context = {"record": record, "row": row, "field": field, "input": made} | _place(request, field)
    return render(request, "records/detail/cell_form.html", context, status=status)


def _as_sent(request: ActorRequest, field: Field, made: inputs.Input, errors: list[str]) -> inputs.Input:
    try:
        value = reading.value_of(field, field.name, request.POST, request.actor)
    except ValidationError:
        return made
    return inputs.make(field, field.name, value, request.actor, errors=errors)


def _place(request: ActorRequest, field: Field) -> dict[str, Any]:
    """Whether it stands in a table or among facts, and how it looks there."""
    asked = request.POST.get("tag") or request.GET.get("tag", "td")
    tag = asked if asked in TAGS else "td"
    return {"tag": tag, "look": Column(field).look if tag == "td" else "t-facts__fact"}
