"""The dialog that builds a filter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from tendero.kernel.door import ActorRequest, permitted
from tendero.records import filters, registry
from tendero.records.builder import draft, sending
from tendero.records.builder.draft import Part
from tendero.records.builder.offers import Offers, offers_for
from tendero.records.filters import FilterError
from tendero.records.listing import state as states
from tendero.records.listing.state import ListState, dumped
from tendero.ui import feedback


@permitted(registry.key_of_slug, "view")
@require_http_methods(["GET", "POST"])
def build(request: ActorRequest, slug: str) -> HttpResponse:
    """GET opens the filter of the address; each POST (`do`) changes the draft or, at the end, opens the list."""
    record = registry.by_slug(slug)
    query = request.GET if request.method == "GET" else QueryDict(request.POST.get("state", ""))
    state = states.read(record, query, request.actor)
    offers = offers_for(record, request.actor)
    if request.method == "GET":
        return _show(request, state, offers, _opened(state, offers))
    root = sending.read(request.POST, offers)
    do = request.POST.get("do", "")
    if do == "apply":
        return _apply(request, state, offers, root)
    _change(root, do)
    return _show(request, state, offers, root)


def _opened(state: ListState, offers: Offers) -> Part:
    """The draft of the filter in force; an empty one begins with one test to fill in."""
    root = draft.from_json(state.filter.data)
    if not root.parts:
        root.parts.append(Part("test"))
    offers.fit_all(root)
    return root


def _change(root: Part, do: str) -> None:
    """`add:PATH` a test, `group:PATH`, `related:PATH`, `text:PATH`, or `drop:PATH`; anything else draws again."""
    verb, _colon, path = do.partition(":")
    if verb == "drop":
        draft.drop(root, path)
        return
    target = draft.find(root, path)
    made = {
        "add": Part("test"),
        "group": draft.group(Part("test"), mode="any"),
        "related": Part("related"),
        "text": Part("text"),
    }
    if target is not None and target.kind == "group" and verb in made:
        target.parts.append(made[verb])


def _apply(request: ActorRequest, state: ListState, offers: Offers, root: Part) -> HttpResponse:
    data = draft.to_json(root)
    try:
        canonical = filters.read(state.record, data, request.actor).data
    except FilterError as error:
        return _show(request, state, offers, root, problem=str(error.message), status=422)
    screen = "board" if request.POST.get("screen") == "board" else "list"
    return feedback.redirect(request, state.address(screen, filter=dumped(canonical)))


def _show(
    request: ActorRequest, state: ListState, offers: Offers, root: Part, *, problem: str = "", status: int = 200
) -> HttpResponse:
    draft.number(root)
    offers.fit_all(root)
    context: dict[str, Any] = {
        "record": state.record,
        "state": state,
        "root": root,
        "related": bool(offers.related),
        "action": state.record.url("filter"),
        "problem": problem,
        "screen": request.POST.get("screen") or request.GET.get("screen", ""),
        "wide": True,
        "draft": "",
        "clear": state.address(filter="{}"),
    }
    return feedback.dialog(request, "records/filter/dialog.html", context, status)
