"""Views that people keep, as the lists show them. What a view holds is read again each time it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Missing
from tendero.records import filters, ordering, registry
from tendero.records.filters.errors import FilterError
from tendero.records.models import SavedView
from tendero.records.registry import RecordType

LAYOUTS: Final = ("table", "board", "calendar", "map")
KEEPERS: Final = "access.Profile"
"""Whoever may change profiles may also tidy the views that others share."""


@dataclass(frozen=True)
class ViewState:
    """What a view shows its reader today; `problem` says what of it no longer holds and was left out."""

    filter: filters.Filter
    order: str
    columns: tuple[str, ...]
    layout: str
    problem: str | Promise = ""


def views_of(record: RecordType[Any] | str, actor: Actor) -> QuerySet[SavedView]:
    """The views this actor sees on that list, in the order of their tabs."""
    return SavedView.objects.seen_by(actor, record if isinstance(record, str) else record.key).select_related("owner")


def get_view(ref: str, actor: Actor) -> SavedView:
    """One of the views he sees; Missing otherwise."""
    view = SavedView.objects.seen_by(actor).filter(ref=ref).first()
    if view is None or not registry.knows(view.record) or not permissions.may(actor, "view", view.record):
        raise Missing
    return view


def default_view(record: RecordType[Any] | str, actor: Actor) -> SavedView | None:
    """The view his list opens with, if he chose one."""
    return views_of(record, actor).filter(owner=actor.user_id, is_default=True).first()


def may_change(view: SavedView, actor: Actor) -> bool:
    """His own; shared ones also by whoever keeps the profiles."""
    if actor.is_system or view.owner_id == actor.user_id:
        return True
    return view.scope == SavedView.Scope.TEAM and permissions.may(actor, "change", KEEPERS)


def run(view: SavedView, actor: Actor) -> ViewState:
    """What the view means for this actor now: parts that he may not see, or that exist no longer, are left out."""
    record = registry.get(view.record)
    problem: str | Promise = ""
    try:
        found = filters.read(record, view.filter, actor)
    except FilterError as error:
        found, problem = filters.read(record, None, actor), error.message
    try:
        order = str(ordering.read(record, view.order, actor))
    except FilterError as error:
        order, problem = record.order, problem or error.message
    return ViewState(found, order, known_columns(record, view.columns, actor), view.layout, problem)


def known_columns(record: RecordType[Any], columns: Sequence[str], actor: Actor) -> tuple[str, ...]:
    """Those of the columns that this actor may know of, each once."""
    known = record.fields_for(actor)
    return tuple(name for name in dict.fromkeys(columns) if name in known)
