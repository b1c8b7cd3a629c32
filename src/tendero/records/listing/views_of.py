"""The tabs of a list: all rows, the views that come with the product, those that people saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.kept import Kept
from tendero.records import filters, registry, saved
from tendero.records.declarations import Preset
from tendero.records.filters import FilterError
from tendero.records.models import SavedView
from tendero.records.models.views import KEPT
from tendero.records.registry import RecordType

EVERYTHING = "all"


@dataclass(frozen=True)
class View:
    """One tab. `key` is "all", a preset's key or a saved view's reference."""

    key: str
    label: str
    filter: Mapping[str, Any] = field(default_factory=dict)
    order: str = ""
    columns: Sequence[str] = ()
    layout: str = "table"
    saved: SavedView | None = None
    mine: bool = False
    problem: str = ""
    wide: bool = False


def everything(record: RecordType[Any]) -> View:
    """The tab of all rows, in the gender of what they are."""
    return View(EVERYTHING, str(record.labels.all or _("All")))


def views_for(record: RecordType[Any], actor: Actor) -> list[View]:
    """Every view this actor may open: presets first (one named "all" takes the place of ours), then saved ones."""
    presets = [
        View(p.key, str(p.label), p.filter, p.order, p.columns, p.layout, wide=p.wide) for p in _presets(record, actor)
    ]
    first = [] if any(view.key == EVERYTHING for view in presets) else [everything(record)]
    boards = record.board is not None and presets and presets[0].layout == "board"
    own = presets + first if boards else first + presets
    return own + [_of(row, actor) for row in saved_for(record, actor)]


def _presets(record: RecordType[Any], actor: Actor) -> list[Preset]:
    """Those that ask by nothing hidden from him; for whom nothing is, reading every filter would be time lost."""
    presets, keys = record.all_presets(), registry.keys()
    if all(permissions.may(actor, "view", key) and not permissions.hidden_fields(actor, key) for key in keys):
        return presets
    return [preset for preset in presets if _holds(record, preset, actor)]


def _holds(record: RecordType[Any], preset: Preset, actor: Actor) -> bool:
    try:
        filters.read(record, preset.filter, actor)
    except FilterError:
        return False
    return True


def saved_for(record: RecordType[Any], actor: Actor) -> list[SavedView]:
    """His own saved views and those shared with his team or with everybody."""
    kept, key = _seen(), (record.key, actor.user_id, actor.team_id)
    if key not in kept:
        kept[key] = list(saved.views_of(record, actor))
    return kept[key]


_seen: Kept[dict[tuple[str, int | None, int | None], list[SavedView]]] = Kept(KEPT, dict)


def _of(row: SavedView, actor: Actor) -> View:
    mine = row.owner_id == actor.user_id
    return View(row.ref, row.name, row.filter, row.order, row.columns, row.layout, row, mine)


def find(views: Sequence[View], key: str) -> View | None:
    """The view of that key."""
    return next((view for view in views if view.key == key), None)


def starting(views: Sequence[View], *, everybody: bool = False) -> View:
    """The view a list opens with: his own default, else the first; for who looks after `everybody`'s, that of all."""
    own = next((view for view in views if view.mine and view.saved is not None and view.saved.is_default), None)
    wide = next((view for view in views if view.wide), None) if everybody else None
    return own or wide or views[0]


def looks_after_all(record: RecordType[Any], actor: Actor) -> bool:
    """Whether his profile is not about rows of his own: whoever directs, or only reads."""
    reaches = {verb: permissions.scope(actor, verb, record.key) for verb in ("view", "change")}
    return reaches["view"] == "all" and reaches["change"] in ("all", "none")
