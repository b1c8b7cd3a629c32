"""The columns of a board with their cards, counts and sums: a constant number of queries a column."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Q, Sum

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money, from_scaled
from tendero.records import custom
from tendero.records.declarations import Board, BoardColumn, Share
from tendero.records.fields import Field
from tendero.records.listing.cells import drawer
from tendero.records.listing.columns import told_by
from tendero.records.listing.page import avatar_kind
from tendero.records.listing.state import ListState
from tendero.records.registry import RecordType
from tendero.records.values import held, lookup
from tendero.records.veil import all_veiled

CARDS: Final = 50
NONE: Final = ""


@dataclass(frozen=True)
class Card:
    """One row as a card."""

    row: Any
    title: str
    subtitle: str
    kind: str
    money: Money | None
    facts: Sequence[tuple[Field, Any]]
    rotting: bool


@dataclass
class ShownColumn:
    """A column with what its head says and its first cards."""

    column: BoardColumn
    count: int = 0
    sums: list[Money] = field(default_factory=list)
    strip: Sequence[Share] = ()
    cards: Sequence[Card] = ()

    @property
    def more(self) -> int:
        """Cards that are not shown."""
        return max(0, self.count - len(self.cards))


def board_of(record: RecordType[Any]) -> Board:
    """The board it declares. LookupError if it has none."""
    if record.board is None:
        raise LookupError(record.key)
    return record.board


def columns_of(record: RecordType[Any], actor: Actor) -> list[BoardColumn]:
    """The columns: declared, or the choices of the field, or the rows it may point to; one for nothing if it may be."""
    board = board_of(record)
    if board.columns is not None:
        return list(board.columns(actor))
    by = record.fields_for(actor)[board.by]
    if by.choices is not None:
        found = [BoardColumn(str(value), label) for value, label in by.choices()]
    else:
        found = [BoardColumn(row.ref, str(row)) for row in lookup.candidates(by, actor)[:CARDS]]
    return found if by.required else [*found, BoardColumn(NONE, "—")]


def shown(state: ListState, columns: Sequence[BoardColumn]) -> list[ShownColumn]:
    """Every column with its figures and cards."""
    board, rows = board_of(state.record), state.rows.queryset()
    figures = _figures(state, board, rows)
    strips: Mapping[str, Sequence[Share]] = board.strip(rows, state.actor) if board.strip else {}
    found = []
    for column in columns:
        counted, sums = figures.get(column.key, (0, []))
        cards = _cards(state, board, column) if counted else ()
        found.append(ShownColumn(column, counted, sums, strips.get(column.key, ()), cards))
    return found


def _path(by: Field) -> str:
    return f"{by.path}__ref" if by.is_relation else by.path


def _figures(state: ListState, board: Board, rows: Any) -> dict[str, tuple[int, list[Money]]]:
    """Count and sums of every column, in one query."""
    known = state.record.fields_for(state.actor)
    by, total = known[board.by], known.get(board.total)
    keys = [_path(by), *([total.currency] if total and total.currency else [])]
    measures: dict[str, Any] = {"n": Count("pk")}
    if total:
        measures["total"] = Sum(total.path)
    found: dict[str, tuple[int, list[Money]]] = {}
    for line in rows.order_by().values(*keys).annotate(**measures):
        key = line[keys[0]] or NONE
        count, sums = found.get(key, (0, []))
        if total and line["total"]:
            amount = from_scaled(line["total"]) if isinstance(line["total"], int) else line["total"]
            sums = [*sums, Money(amount, line[keys[1]])]
        found[key] = (count + line["n"], sums)
    return found


def key_of(record: RecordType[Any], row: Any) -> str:
    """The key of the column in which a row stands."""
    value = record.all_fields()[board_of(record).by].value(row)
    return str(getattr(value, "ref", value) or NONE)


def condition(by: Field, key: str) -> Q:
    """The rows of one column."""
    if key == NONE:
        return Q(**{f"{by.path}__isnull": True}) if by.is_relation else Q(**{by.path: ""})
    return Q(**{_path(by): key})


def _cards(state: ListState, board: Board, column: BoardColumn) -> list[Card]:
    record, actor = state.record, state.actor
    known = record.fields_for(actor)
    facts = [known[name] for name in board.facts if name in known]
    wanted = [*facts, *([known[board.total]] if board.total in known else [])]
    rows = state.rows.ordered().filter(condition(known[board.by], column.key))
    told = [known[name] for name in told_by(record, actor)]
    joins = dict.fromkeys(join for f in (*wanted, *told) for join in f.joins)
    rows = rows.select_related(*joins) if joins else rows
    prefetch = [one for f in wanted for one in f.prefetch]
    found = list(rows.prefetch_related(*prefetch)[:CARDS])
    custom.attach(found, wanted)
    draws = [(f, drawer(f, actor)) for f in facts]
    hidden = permissions.hidden_fields(actor, record.key)
    return [_card(record, board, row, draws, known, hidden) for row in all_veiled(found, actor)]


def _card(
    record: RecordType[Any],
    board: Board,
    row: Any,
    draws: Sequence[Any],
    known: Mapping[str, Field],
    hidden: Container[str],
) -> Card:
    total = known.get(board.total)
    money = held(total, row) if total else None
    return Card(
        row=row,
        title=record.title(row),
        subtitle=record.subtitle(row, hidden),
        kind=avatar_kind(row),
        money=money if isinstance(money, Money) else None,
        facts=[(f, draw(row)) for f, draw in draws],
        rotting=bool(board.rotting and board.rotting(row)),
    )
