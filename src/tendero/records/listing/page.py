"""One page of rows, ready for the template: plain values and ready markup, nothing asked while it is drawn."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from tendero.kernel import permissions
from tendero.records.listing.cells import drawer
from tendero.records.listing.columns import Column, told_by
from tendero.records.listing.markup import Write, phone_writer, row_writer
from tendero.records.listing.state import PAGE, ListState
from tendero.records.registry import RecordType
from tendero.records.veil import veiled


@dataclass(frozen=True)
class Cell:
    """One cell: its column and what stands in it."""

    column: Column
    inside: SafeString


@dataclass(frozen=True)
class Line:
    """One row of the table, and of the phone's list."""

    row: Any
    ref: str
    title: str
    subtitle: str
    url: str
    kind: str
    call: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Shown:
    """A page of lines and the ways on from it."""

    lines: Sequence[Line]
    rows: SafeString
    phone: SafeString
    next: str
    previous: str
    first: int

    @property
    def last(self) -> int:
        """Place of the last row."""
        return self.first + len(self.lines) - 1


def shown_page(state: ListState, columns: Sequence[Column]) -> Shown:
    """Read one page and draw its cells. The number of queries does not depend on the number of rows."""
    order, known = state.rows.order, state.record.fields_for(state.actor)
    sorts = known.get(order.name) if str(order) != state.record.order else None
    shown = [*(column.name for column in columns), *([sorts.name] if sorts else [])]
    fields = [*shown, *told_by(state.record, state.actor)]
    page = state.rows.page(cursor=state.cursor, limit=PAGE, fields=fields, right="change")
    draws = [(column, drawer(column.field, state.actor)) for column in columns]
    hidden = permissions.hidden_fields(state.actor, state.record.key)
    lines = [line(state.record, veiled(row, state.actor), draws, hidden) for row in page.rows]
    onward = state.address(cursor=page.next, n=state.start + len(lines)) if page.next else ""
    back = max(1, state.start - PAGE)
    backward = state.address(cursor=page.previous, n=back if back > 1 else None) if page.previous else ""
    table = row_writer({row.ref for row in page.rows if row.reached})
    phone = phone_writer(drawer(sorts, state.actor) if sorts else None)
    return Shown(lines, joined(table, lines), joined(phone, lines), onward, backward, state.start)


def joined(write: Write, lines: Sequence[Line]) -> SafeString:
    """All lines, one after the other."""
    return SafeString("\n".join(write(line) for line in lines))


def line(record: RecordType[Any], row: Any, draws: Sequence[tuple[Column, Any]], hidden: Container[str]) -> Line:
    """One row as it is drawn."""
    return Line(
        row=row,
        ref=row.ref,
        title=record.title(row),
        subtitle=record.subtitle(row, hidden),
        url=f"/{record.slug}/{row.ref}/",
        kind=avatar_kind(row),
        call=record.call(row, hidden),
        cells=[Cell(column, draw(row)) for column, draw in draws],
    )


def avatar_kind(row: Any) -> str:
    """“person” or “company” for rows that have a face, "" for the rest."""
    if not hasattr(row, "initials"):
        return ""
    return str(getattr(row, "kind", "person"))
