"""The dialog of an export, and the file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tendero.kernel import clock
from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry
from tendero.records.bulk import selection as selections
from tendero.records.bulk.selection import Selection
from tendero.records.export import logging
from tendero.records.export.writing import FORMATS, Format, card_lines, csv_lines, known, offered, write_export
from tendero.records.filters import FilterError
from tendero.records.listing import columns as layout
from tendero.records.listing import state as states
from tendero.records.listing.state import ListState
from tendero.records.listing.views import bad_filter
from tendero.records.registry import RecordType
from tendero.records.rows import Rows
from tendero.ui import feedback

REASON_FROM = 500
"""Rows: an export of more than these says why."""


@permitted(registry.key_of_slug, "export")
@require_http_methods(["GET", "POST"])
def export(request: ActorRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    """Choose columns and format; then the file. It is logged before the first line leaves."""
    record = registry.by_slug(slug)
    try:
        state = states.read(record, _query(request), request.actor)
        selection = _selection(request, record, state)
        count = selection.rows("export").count()
        if request.POST.get("step") != "run":
            return _choose(request, state, selection, count, "")
        reason = request.POST.get("reason", "").strip()[:300]
        if count > REASON_FROM and not reason:
            return _choose(request, state, selection, count, _("Say what it is for."))
        return _file(request, state, selection, count, reason)
    except FilterError as error:
        return bad_filter(request, record, error)


def _query(request: ActorRequest) -> Any:
    return QueryDict(request.POST.get("state", "")) if request.method == "POST" else request.GET


def _selection(request: ActorRequest, record: RecordType[Any], state: ListState) -> Selection:
    """Ticked rows, or all of the list's filter."""
    refs = tuple(dict.fromkeys(request.POST.getlist("row")))[: selections.MOST_TICKED]
    if refs and not request.POST.get("whole"):
        return Selection(record, request.actor, refs=refs)
    return Selection(record, request.actor, filter=dict(state.filter_data), text=state.text)


def _choose(request: ActorRequest, state: ListState, selection: Selection, count: int, problem: str) -> HttpResponse:
    shown = [column.name for column in layout.columns_for(state.record, state.view, request.actor)]
    fields = layout.shown_fields(state.record, request.actor)
    order = [*shown, *(name for name in fields if name not in shown)]
    context = {
        "record": state.record,
        "state": state,
        "selection": selection,
        "count": count,
        "columns": [(fields[name], name in shown) for name in order],
        "cards": "vcf-4" in offered(state.record),
        "needs_reason": count > REASON_FROM,
        "problem": problem,
    }
    return feedback.dialog(request, "records/export/dialog.html", context, 422 if problem else 200)


def _file(
    request: ActorRequest, state: ListState, selection: Selection, count: int, reason: str
) -> HttpResponse | StreamingHttpResponse:
    record, actor = state.record, request.actor
    name = request.POST.get("format", "")
    format = offered(record).get(name, FORMATS["csv-semicolon"])
    columns = [field.name for field in known(record, request.POST.getlist("column"), actor)]
    rows = _rows(state, selection)
    logging.log(record, count, columns, name, selection.data(), reason, by=actor)
    if format.kind == "vcf":
        response: Any = StreamingHttpResponse(card_lines(record, rows, format, actor), content_type=format.content_type)
    elif format.kind == "csv":
        lines = csv_lines(record, rows, columns, format, actor)
        response = StreamingHttpResponse(lines, content_type=format.content_type)
    else:
        response = _workbook(record, rows, columns, format, actor)
    response["Content-Disposition"] = f'attachment; filename="{record.slug}-{clock.today():%Y-%m-%d}.{format.kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]


def _rows(state: ListState, selection: Selection) -> Any:
    """In the order of the list."""
    if selection.whole:
        return Rows(state.record, state.actor, state.filter, state.text, state.order, verb="export")
    return Rows(state.record, state.actor, order=state.order).ordered().filter(ref__in=selection.refs)


def _workbook(record: RecordType[Any], rows: Any, columns: list[str], format: Format, actor: Any) -> FileResponse:
    """Written to a nameless file that goes when it has been sent."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        write_export(record, rows, columns, path, format, actor)
        return FileResponse(path.open("rb"), content_type=format.content_type)
