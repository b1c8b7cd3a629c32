"""The dialog of saved views: save what is shown, open, rename, pin, share, open first, delete."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry, saved
from tendero.records.actions import views as actions
from tendero.records.filters import FilterError
from tendero.records.listing import heads
from tendero.records.listing import state as states
from tendero.records.listing.columns import columns_for
from tendero.records.listing.state import ListState
from tendero.records.models import SavedView
from tendero.ui import feedback


@permitted(registry.key_of_slug, "view")
@require_http_methods(["GET", "POST"])
def views(request: ActorRequest, slug: str) -> HttpResponse:
    """GET shows the dialog; POST `do` is "save", "overwrite:REF", "rename:REF", "pin:REF", "share:REF", "default:REF"
    or "delete:REF"."""
    record = registry.by_slug(slug)
    query = request.GET if request.method == "GET" else QueryDict(request.POST.get("state", ""))
    state = states.read(record, query, request.actor)
    if request.method == "GET":
        return _dialog(request, state)
    try:
        return _do(request, state)
    except ValidationError as error:
        return _dialog(request, state, " ".join(error.messages), 422)
    except FilterError as error:
        return _dialog(request, state, str(error.message), 422)


def _do(request: ActorRequest, state: ListState) -> HttpResponse:
    verb, _colon, ref = request.POST.get("do", "").partition(":")
    if verb == "save":
        view = actions.save_view(
            state.record.key,
            by=request.actor,
            name=request.POST.get("name", ""),
            filter=state.filter_data,
            order=state.order,
            columns=[column.name for column in columns_for(state.record, state.view, state.actor)],
            layout="board" if request.POST.get("screen") == "board" else "table",
            shared=request.POST.get("scope") == "team",
            pinned=True,
        )
        return _open(request, state, view.ref, _("View saved"))
    view = saved.get_view(ref, request.actor)
    if verb == "overwrite":
        actions.update_view(view, by=request.actor, filter=state.filter_data, order=state.order)
        return _open(request, state, view.ref, _("View saved"))
    if verb == "delete":
        actions.delete_view(view, by=request.actor)
        return _open(request, state, None, _("View deleted"))
    _arrange(request, verb, view)
    return _dialog(request, states.read(state.record, QueryDict(request.POST.get("state", "")), request.actor))


def _arrange(request: ActorRequest, verb: str, view: SavedView) -> None:
    by = request.actor
    if verb == "rename":
        actions.rename_view(view, name=request.POST.get(f"name-{view.ref}", ""), by=by)
    elif verb == "pin":
        actions.pin_view(view, pinned=not view.pinned, by=by)
    elif verb == "share":
        actions.update_view(view, shared=view.scope != SavedView.Scope.TEAM, by=by)
    elif verb == "default":
        actions.make_default(view, default=not view.is_default, by=by)


def _open(request: ActorRequest, state: ListState, ref: str | None, text: str) -> HttpResponse:
    """Back to the list, with the view in force."""
    screen = "board" if request.POST.get("screen") == "board" else "list"
    address = state.address(screen, view=ref, filter=None, order=None)
    return feedback.toast(feedback.redirect(request, address), text)


def _dialog(request: ActorRequest, state: ListState, problem: str = "", status: int = 200) -> HttpResponse:
    kept = [view for view in state.views if view.saved is not None]
    context = {
        "record": state.record,
        "state": state,
        "action": state.record.url("views"),
        "mine": [(view, heads.address_of(state, view)) for view in kept if view.mine],
        "others": [(view, heads.address_of(state, view)) for view in kept if not view.mine],
        "problem": problem,
        "name": request.POST.get("name", ""),
        "screen": request.POST.get("screen") or request.GET.get("screen", ""),
        "has_team": request.actor.team_id is not None,
    }
    return feedback.dialog(request, "records/saved/dialog.html", context, status)
