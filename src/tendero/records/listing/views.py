"""The screens of a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tendero.kernel import permissions
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.text import plain_number
from tendero.records import registry
from tendero.records.filters import FilterError
from tendero.records.listing import columns as layout
from tendero.records.listing import heads, totals
from tendero.records.listing import state as states
from tendero.records.listing.page import shown_page
from tendero.records.listing.state import ListState
from tendero.records.registry import RecordType
from tendero.ui import feedback


@permitted(registry.key_of_slug, "view")
@require_GET
def show(request: ActorRequest, slug: str) -> HttpResponse:
    """The list, as a page or as the part of it that changes."""
    record = registry.by_slug(slug)
    try:
        state = states.read(record, request.GET, request.actor)
        if (
            state.view.layout == "board"
            and states.has_board(record, request.actor)
            and request.GET.get("layout") != "table"
        ):
            return feedback.redirect(request, state.address("board"))
        context = list_context(state)
    except FilterError as error:
        return bad_filter(request, record, error)
    whole = not feedback.is_fragment(request)
    return render(request, f"records/list/{'page' if whole else 'part'}.html", context)


def list_context(state: ListState) -> dict[str, Any]:
    """Everything the table and its frame show."""
    record, actor = state.record, state.actor
    columns = layout.columns_for(record, state.view, actor)
    return {
        "state": state,
        "record": record,
        "columns": columns,
        "heads": heads.heads(state, columns),
        "page": shown_page(state, columns),
        "chips": heads.chips(state),
        "tabs": heads.tabs(state),
        "layouts": heads.layouts(state, "table"),
        "search_hint": heads.search_hint(record),
        "may": may(record, actor),
        "quick_edits": heads.quick_edits(record, actor),
        "offered": record.offered(actor),
        "links": heads.links(record, actor),
    }


def may(record: RecordType[Any], actor: Any) -> dict[str, bool]:
    """Which of the list's doors are open."""
    verbs = ("add", "change", "delete", "export", "import")
    return {verb: permissions.may(actor, verb, record.key) for verb in verbs}


def bad_filter(request: ActorRequest, record: RecordType[Any], error: FilterError) -> HttpResponse:
    """A filter that cannot be read: 400, naming the part."""
    context = {"record": record, "path": error.path, "message": error.message}
    return render(request, "records/list/bad_filter.html", context, status=400)


@permitted(registry.key_of_slug, "view")
@require_GET
def figures(request: ActorRequest, slug: str) -> HttpResponse:
    """Count and sums of the rows in force, which come after the rows."""
    record = registry.by_slug(slug)
    try:
        state = states.read(record, request.GET, request.actor)
        context = {"state": state, "record": record, **totals.figures(state)}
    except FilterError as error:
        return bad_filter(request, record, error)
    return render(request, "records/list/figures.html", context)


@permitted(registry.key_of_slug, "view")
@require_GET
def tab_counts(request: ActorRequest, slug: str) -> HttpResponse:
    """How many rows stand behind each tab, and how much waits on the pages beside the list."""
    record = registry.by_slug(slug)
    state = states.read(record, request.GET, request.actor)
    counts = [*totals.tab_counts(state), *totals.link_counts(record, request.actor)]
    return render(request, "records/list/tab_counts.html", {"counts": counts})


@permitted(registry.key_of_slug, "view")
def columns(request: ActorRequest, slug: str) -> HttpResponse:
    """Choose, order and widen the columns of this view, for oneself."""
    record = registry.by_slug(slug)
    state = states.read(
        record, QueryDict(request.POST.get("state", "")) if "state" in request.POST else request.GET, request.actor
    )
    if request.method == "POST":
        layout.keep(record, state.view, request.actor, _sent_columns(request))
        if "width" in request.POST:
            return HttpResponse(status=204)
        return feedback.redirect(request, request.POST.get("back") or state.address())
    chosen = [column.name for column in layout.columns_for(record, state.view, request.actor)]
    known = layout.shown_fields(record, request.actor)
    options = [known[name] for name in chosen] + [f for name, f in known.items() if name not in chosen and not f.item]
    context = {
        "record": record,
        "state": state,
        "options": [(field, field.name in chosen) for field in options],
        "title_field": layout.title_field(record),
        "action": record.url("columns"),
    }
    return feedback.dialog(request, "records/list/columns.html", context)


def _sent_columns(request: ActorRequest) -> list[tuple[str, int]]:
    if "reset" in request.POST:
        return []
    names, widths = request.POST.getlist("column"), request.POST.getlist("width")
    sizes = [plain_number(text) or 0 for text in widths]
    sizes += [0] * (len(names) - len(sizes))
    return list(zip(names, sizes, strict=False))
