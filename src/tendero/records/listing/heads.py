"""What stands above the rows: tabs, headers that sort, the layouts to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records.fields import Kind
from tendero.records.filters.chips import Chip
from tendero.records.listing.columns import Column
from tendero.records.listing.state import ListState, dumped, has_board
from tendero.records.listing.views_of import View
from tendero.records.registry import Link, RecordType


@dataclass(frozen=True)
class Head:
    """The header of one column. `sorted` is "ascending", "descending" or ""; `url` sorts by it."""

    column: Column
    url: str
    sorted: str


@dataclass(frozen=True)
class Tab:
    """One view as a tab."""

    view: View
    url: str
    current: bool


@dataclass(frozen=True)
class Layout:
    """Another way to look at the same rows."""

    label: str
    icon: str
    url: str
    current: bool


def heads(state: ListState, columns: Sequence[Column]) -> list[Head]:
    """Headers; a click sorts by the column, another one the other way round."""
    field, down = state.order.lstrip("-"), state.order.startswith("-")
    found = []
    for column in columns:
        here = column.name == field
        order = f"-{column.name}" if here and not down else column.name
        url = state.address(order=order) if column.sortable else ""
        found.append(Head(column, url, ("descending" if down else "ascending") if here else ""))
    return found


def chips(state: ListState) -> list[tuple[Chip, str]]:
    """The filter in force in words, each part with the address without it."""
    return [(chip, state.address(filter=dumped(chip.rest))) for chip in state.filter.chips()]


def tabs(state: ListState) -> list[Tab]:
    """Presets, pinned views, one's own default and the view in force; the rest wait in the menu."""
    shown = [view for view in state.views if _as_tab(view) or view.key == state.view.key]
    return [Tab(view, address_of(state, view), view.key == state.view.key) for view in shown]


def more_views(state: ListState) -> list[Tab]:
    """Saved views that are no tab."""
    rest = [view for view in state.views if not _as_tab(view) and view.key != state.view.key]
    return [Tab(view, address_of(state, view), False) for view in rest]


def _as_tab(view: View) -> bool:
    return view.saved is None or view.saved.pinned


def address_of(state: ListState, view: View) -> str:
    """The address of a view, in its own layout."""
    board = view.layout == "board" and has_board(state.record, state.actor)
    return state.address("board" if board else "list", view=view.key, filter=None, q=None, order=None)


def layouts(state: ListState, current: str) -> list[Layout]:
    """The layouts this record has; one alone is no choice."""
    if not has_board(state.record, state.actor):
        return []
    table = Layout(_("Table"), "table", state.address("list", layout="table"), current == "table")
    return [table, Layout(_("Board"), "board", state.address("board"), current == "board")]


def search_hint(record: RecordType[Any]) -> str:
    """What one may type into the list's search box."""
    names = {field.kind for field in record.own_fields.values()}
    return _("Name, telephone or tax id") if "phone" in names else _("Search here")


def quick_edits(record: RecordType[Any], actor: Actor) -> list[tuple[str, str, str]]:
    """Fields with a button of their own in the selection bar: name, label, icon."""
    open_fields = record.writable_for(actor)
    return [
        (name, capfirst(str(open_fields[name].label)), _ICONS.get(open_fields[name].kind, "pencil"))
        for name in record.bulk_fields
        if name in open_fields
    ]


_ICONS = {Kind.USER: "user-round-check", Kind.CHOICES: "tag", Kind.DATE: "calendar", Kind.CHOICE: "list-checks"}


def links(record: RecordType[Any], actor: Actor) -> list[Link]:
    """The pages beside the list that this actor may open."""
    return [link for link in record.links if permissions.may(actor, link.verb, record.key)]
