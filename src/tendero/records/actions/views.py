"""Saving, renaming, pinning and deleting views of lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.kernel import permissions, trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import Missing, Refused
from tendero.records import filters, ordering, registry
from tendero.records.models import SavedView
from tendero.records.saved import LAYOUTS, known_columns, may_change

RECORD = "records.SavedView"
MOST_VIEWS = 100
MOST_COLUMNS = 40


@action(gettext_lazy("Save a view"), record=RECORD, verb="change")
def save_view(
    record_key: str,
    *,
    name: str,
    by: Actor,
    filter: Any = None,
    order: str = "",
    columns: Sequence[str] = (),
    layout: str = "table",
    shared: bool = False,
    pinned: bool = False,
) -> SavedView:
    """Keep a view of a list under a name, for oneself or for one's team.

    Refuses a list he may not see (Missing), a filter or an order that cannot be read (FilterError), an empty name, too
    many views or columns (ValidationError).
    """
    permissions.require(by, "view", record_key)
    if by.user_id is None:
        raise Refused(_("Only people keep views."))
    if SavedView.objects.filter(owner=by.user_id, record=record_key).count() >= MOST_VIEWS:
        raise ValidationError(_("You have too many views of this list: delete one first."))
    shown = {"filter": filter, "order": order, "columns": columns, "layout": layout}
    kept = _shared(shared, by) | _shown(record_key, shown, by)
    view = SavedView(owner_id=by.user_id, record=record_key, name=_name(name), pinned=pinned, **kept)
    view.save()
    trail.created(view)
    return view


@action(gettext_lazy("Update a view"), record=RECORD, verb="change")
def update_view(view: SavedView, *, by: Actor, shared: bool | None = None, **shown: Any) -> SavedView:
    """Keep what the list shows now (`filter`, `order`, `columns`, `layout`: those given) under the view's name."""
    _require(view, by)
    told = _shared(shared, by) if shared is not None else {}
    trail.changed(view, **told, **_shown(view.record, {**view.state(), **shown}, by))
    return view


@action(gettext_lazy("Rename a view"), record=RECORD, verb="change")
def rename_view(view: SavedView, *, name: str, by: Actor) -> SavedView:
    """Call it something else. Refuses an empty name (ValidationError)."""
    _require(view, by)
    trail.changed(view, name=_name(name))
    return view


@action(gettext_lazy("Pin a view"), record=RECORD, verb="change")
def pin_view(view: SavedView, *, pinned: bool, by: Actor) -> SavedView:
    """Put it among the first tabs, or take it from there."""
    _require(view, by)
    trail.changed(view, pinned=pinned)
    return view


@action(gettext_lazy("Open a list with a view"), record=RECORD, verb="change")
def make_default(view: SavedView, *, default: bool = True, by: Actor) -> SavedView:
    """Have one's list open with it; only one's own views can be."""
    if view.owner_id != by.user_id:
        _require(view, by)
        raise Refused(_("Only a view of your own can open your list: save it as yours first."))
    others = SavedView.objects.filter(owner=by.user_id, record=view.record, is_default=True).exclude(pk=view.pk)
    for other in others:
        trail.changed(other, is_default=False)
    trail.changed(view, is_default=default)
    return view


@action(gettext_lazy("Order the views"), record=RECORD, verb="change")
def arrange_views(record_key: str, *, refs: Sequence[str], by: Actor) -> int:
    """Give his views of a list these places; others' stay where they are. Returns how many moved."""
    places = {ref: place for place, ref in enumerate(refs[:MOST_VIEWS])}
    views = list(SavedView.objects.filter(owner=by.user_id, record=record_key, ref__in=places))
    return sum(bool(trail.changed(view, position=places[view.ref])) for view in views)


@action(gettext_lazy("Delete a view"), record=RECORD, verb="change")
def delete_view(view: SavedView, *, by: Actor) -> None:
    """Forget the view; the rows it showed are not touched."""
    _require(view, by)
    trail.removed(view)


def _require(view: SavedView, by: Actor) -> None:
    """Missing for a view he does not see, Refused for one he only sees."""
    if may_change(view, by):
        return
    if not SavedView.objects.seen_by(by).filter(pk=view.pk).exists():
        raise Missing
    raise Refused(_("That view belongs to somebody else: save it as yours to change it."))


def _name(name: str) -> str:
    """The name without blanks at its ends, cut to what fits; ValidationError for none."""
    found = name.strip()[:80]
    if not found:
        raise ValidationError({"name": _("Give it a name.")})
    return found


def _shared(shared: bool, by: Actor) -> dict[str, Any]:
    """Who sees it, as columns."""
    scope = SavedView.Scope.TEAM if shared else SavedView.Scope.PRIVATE
    return {"scope": scope.value, "team_id": by.team_id if shared else None}


def _shown(key: str, shown: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """What it shows, as columns."""
    record = registry.get(key)
    if unknown := set(shown) - {"filter", "order", "columns", "layout"}:
        raise TypeError(f"a view does not hold {sorted(unknown)}")
    if shown["layout"] not in LAYOUTS:
        raise ValidationError({"layout": _("There is no such layout.")})
    return {
        "filter": filters.read(record, shown["filter"], by).data,
        "order": str(ordering.read(record, shown["order"], by)) if shown["order"] else "",
        "columns": list(known_columns(record, shown["columns"], by))[:MOST_COLUMNS],
        "layout": shown["layout"],
    }
