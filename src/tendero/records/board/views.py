"""The screens of a board."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import changes, permissions
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Refused
from tendero.records import registry, values, writing
from tendero.records.board import columns as boards
from tendero.records.board.meanwhile import elsewhere
from tendero.records.filters import FilterError
from tendero.records.listing import heads
from tendero.records.listing import state as states
from tendero.records.listing.views import bad_filter, may
from tendero.records.registry import RecordType
from tendero.records.sight import titles
from tendero.ui import feedback


@permitted(registry.key_of_slug, "view")
@require_GET
def show(request: ActorRequest, slug: str) -> HttpResponse:
    """The board of the rows that the address asks for."""
    record = _record(request, slug)
    try:
        state = states.read(record, request.GET, request.actor)
        columns = boards.shown(state, boards.columns_of(record, request.actor))
        context = {
            "state": state,
            "record": record,
            "columns": columns,
            "board": boards.board_of(record),
            "chips": heads.chips(state),
            "tabs": heads.tabs(state),
            "layouts": heads.layouts(state, "board"),
            "may": may(record, request.actor),
            "screen": "board",
        }
    except FilterError as error:
        return bad_filter(request, record, error)
    part = "columns" if feedback.is_fragment(request) else "page"
    return render(request, f"records/board/{part}.html", context)


@permitted(registry.key_of_slug, "change")
@require_POST
def move(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Drop a card: `to` is the key of a column, `before` the reference of the card below it, `from` whence it came."""
    record = _record(request, slug)
    row = record.get(request.actor, ref, "change")
    columns = {column.key: column for column in boards.columns_of(record, request.actor)}
    column = columns.get(request.POST.get("to", ""))
    if column is None:
        raise Http404
    now = boards.key_of(record, row)
    moved = elsewhere(request, now=now, where=columns[now].label) if now in columns else None
    if moved is not None:
        return moved
    try:
        with changes.change_set(f"records.move:{record.key}", by=request.actor) as opened:
            answer = _move(record, row, column.key, request)
    except (ValidationError, Refused) as error:
        return feedback.toast(HttpResponse(status=422), _problem(error))
    if isinstance(answer, HttpResponse):
        return answer
    response = HttpResponse()
    response["HX-Reswap"] = "none"
    feedback.refresh(response, "rows-changed")
    text = _("%(what)s: %(where)s") % {"what": titles([row], request.actor)[0], "where": column.label}
    return feedback.toast(response, text, undo=opened.ref) if opened.ref else response


def _move(record: RecordType[Any], row: Any, key: str, request: ActorRequest) -> Any:
    """By the room's own action where it gave one; else the field is set."""
    board = boards.board_of(record)
    if board.move is not None:
        before = request.POST.get("before", "")
        below = record.rows(request.actor).filter(ref=before).first() if before else None
        return board.move(row, column=key, before=below, by=request.actor)
    by = record.writable_for(request.actor).get(board.by)
    if by is None:
        raise permissions.Missing
    value = values.from_json(by, key or None, request.actor)
    return writing.edit(record, row, {by.name: value}, by=request.actor)


def _problem(error: ValidationError | Refused) -> str:
    if isinstance(error, Refused):
        return str(error)
    return " ".join(str(text) for text in error.messages)


def _record(request: ActorRequest, slug: str) -> RecordType[Any]:
    record = registry.by_slug(slug)
    if not states.has_board(record, request.actor):
        raise permissions.Missing
    return record
