"""The figures that come after the rows: how many, and what their amounts add up to, one sum a currency."""

from __future__ import annotations

from typing import Any

from tendero.kernel.actor import Actor
from tendero.records import filters
from tendero.records.fields import Kind
from tendero.records.filters import FilterError
from tendero.records.listing import heads
from tendero.records.listing.state import ListState
from tendero.records.registry import RecordType
from tendero.records.rows import Count, Rows


def figures(state: ListState) -> dict[str, Any]:
    """Count and sums of the rows in force."""
    return {"count": state.rows.count(), "sums": sums(state), "also": also(state)}


def sums(state: ListState) -> list[Any]:
    """The sum of the record's main amount in each currency."""
    board = state.record.board
    return _sums(state, state.record.adds_up or (board.total if board else ""))


def also(state: ListState) -> list[tuple[str, list[Any]]]:
    """The sums of its other amounts, by their labels."""
    fields = state.record.fields_for(state.actor)
    return [(str(fields[name].label), _sums(state, name)) for name in state.record.adds_up_too if name in fields]


def _sums(state: ListState, name: str) -> list[Any]:
    field = state.record.fields_for(state.actor).get(name)
    if field is None or field.kind is not Kind.MONEY:
        return []
    found: list[Any] = list(state.rows.sums(field.name))
    return found


def tab_counts(state: ListState) -> list[tuple[str, Count]]:
    """How many rows each tab holds; a view whose filter no longer reads has no figure."""
    found = []
    for tab in heads.tabs(state):
        try:
            kept = filters.read(state.record, tab.view.filter, state.actor)
        except FilterError:
            continue
        found.append((tab.view.key, Rows(state.record, state.actor, filter=kept).count()))
    return found


def link_counts(record: RecordType[Any], actor: Actor) -> list[tuple[str, Count]]:
    """How much waits on each page beside the list that counts; nothing is said of one where nothing does."""
    found = [(f"link-{link.key}", Count(*link.count(actor))) for link in heads.links(record, actor) if link.count]
    return [(key, count) for key, count in found if count.number]
