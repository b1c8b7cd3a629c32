"""The same language over plain Python: what the SQL is compared with, and what rules ask of one row in memory.

Nothing here is shared with the compiler but the tree: two readings of one definition.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from tendero.kernel import text
from tendero.kernel.money import Money
from tendero.records.filters import operators as ops
from tendero.records.filters import periods
from tendero.records.filters.columns import Moment
from tendero.records.filters.schema import FieldLike, Link, Relation
from tendero.records.filters.tree import Brought, Every, Measure, Node, Opposite, Related, Some, Test, Words
from tendero.records.filters.values import MoneyValue, ascii_lower

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
    "in": lambda left, right: left in right,
    "between": lambda left, right: right[0] <= left <= right[1],
    "contains": lambda left, right: right in left,
    "starts": lambda left, right: left.startswith(right),
}


class Source(Protocol):
    """Where values come from. What the actor may not see is left out here too."""

    def values(self, row: Any, field: FieldLike) -> Iterable[Any]:
        """Every value of the field, empty ones as None: money as `Money`, relations as references."""

    def behind(self, row: Any, link: Link) -> Iterable[Any]:
        """The rows a relation points at."""

    def children(self, row: Any, relation: Relation) -> Iterable[Any]:
        """The rows that point here."""

    def matches(self, row: Any, words: str) -> bool:
        """Whether the row answers free text."""

    def brought(self, row: Any, batch: str, outcomes: Sequence[str]) -> bool:
        """Whether an import spoke of the row, and with one of these outcomes."""


@dataclass(frozen=True)
class Evaluator:
    """Decides for one row. `me` is the reference of whoever asks."""

    source: Source
    moment: Moment
    me: str = ""

    def passes(self, node: Node, row: Any) -> bool:
        """Whether the row passes the filter."""
        match node:
            case Every(parts):
                return all(self.passes(part, row) for part in parts)
            case Some(parts):
                return any(self.passes(part, row) for part in parts)
            case Opposite(part):
                return not self.passes(part, row)
            case Test():
                op, denied = ops.twin(node.op)
                return self._any(row, node.links, node.field, op, node.value) != denied
            case Related():
                return self._related(node, row)
            case Words(words):
                return self.source.matches(row, words)
            case Brought(batch, outcomes):
                return self.source.brought(row, batch, outcomes)

    def _any(self, row: Any, links: Sequence[Link], field: FieldLike, op: str, wanted: Any) -> bool:
        if links:
            return any(self._any(other, links[1:], field, op, wanted) for other in self.source.behind(row, links[0]))
        values = [value for value in self.source.values(row, field) if not _is_empty(field.kind, value)]
        return any(op == "not_empty" or self._holds(field, op, value, wanted) for value in values)

    def _holds(self, field: FieldLike, op: str, value: Any, wanted: Any) -> bool:
        kind = field.kind
        if op == "is_me":
            return bool(value == self.me)
        if kind in ops.TEXTS:
            return _text(field, op, str(value), wanted)
        if kind == "money":
            return _money(op, value, wanted)
        if kind == "birthday":
            return value in _birthdays(op, wanted, self.moment.today)
        if kind in ops.DAYS:
            return self._day(op, value, wanted)
        if kind in ops.CHOICES:
            return _COMPARE[op](str(value), [str(one) for one in wanted] if op == "in" else str(wanted))
        return _COMPARE[op](value, wanted)

    def _day(self, op: str, value: Any, wanted: Any) -> bool:
        if isinstance(wanted, datetime):
            return _COMPARE[op](value, wanted)
        if op == "between":
            return self._day("gte", value, wanted[0]) and self._day("lte", value, wanted[1])
        day = value.astimezone(self.moment.zone).date() if isinstance(value, datetime) else value
        if op == "within":
            days = periods.within(wanted, self.moment.today)
        else:
            days = periods.period(wanted, self.moment.today)
        return {
            "gt": day > days.last,
            "gte": day >= days.first,
            "lt": day < days.first,
            "lte": day <= days.last,
        }.get(op, days.first <= day <= days.last)

    def _related(self, node: Related, row: Any) -> bool:
        rows = [other for other in self.source.children(row, node.relation) if self.passes(node.where, other)]
        return all(self._measured(measure, rows) for measure in node.measures)

    def _measured(self, measure: Measure, rows: list[Any]) -> bool:
        sums = [Decimal(len(rows))] if measure.field is None else self._sums(measure, rows)
        return all(_bounded(op, bound, sums) for op, bound in measure.bounds)

    def _sums(self, measure: Measure, rows: list[Any]) -> list[Decimal]:
        """One sum, or one for each currency when none is named; nothing adds up to nought."""
        assert measure.field is not None
        found: dict[str | None, Decimal] = {}
        for row in rows:
            for value in self.source.values(row, measure.field):
                if value is None:
                    continue
                currency = value.currency if isinstance(value, Money) else None
                if measure.currency not in (None, currency):
                    continue
                amount = value.amount if isinstance(value, Money) else Decimal(value)
                found[currency] = found.get(currency, Decimal(0)) + amount
        return list(found.values()) or [Decimal(0)]


def _bounded(op: str, bound: Any, sums: list[Decimal]) -> bool:
    """Any of the sums will do; `ne` denies `eq`, and both ends of `between` may be met by different currencies."""
    if op == "ne":
        return not any(one == bound for one in sums)
    if op == "between":
        return any(one >= bound[0] for one in sums) and any(one <= bound[1] for one in sums)
    return any(_COMPARE[op](one, bound) for one in sums)


def _is_empty(kind: str, value: Any) -> bool:
    return value is None or (value == "" and kind not in ("number", "bool")) or (kind == "birthday" and value == 0)


def _text(field: FieldLike, op: str, value: str, wanted: Any) -> bool:
    if field.kind == "phone":
        several = wanted if op == "in" else (wanted,)
        return any(one in value if op == "contains" else value.endswith(one) for one in several)
    return _COMPARE[op](text.fold(value) if field.folded else ascii_lower(value), wanted)


def _money(op: str, value: Money, wanted: Any) -> bool:
    bounds: tuple[MoneyValue, ...] = wanted if isinstance(wanted, tuple) else (wanted,)
    if bounds[0].currency not in (None, value.currency):
        return False
    amounts = [bound.amount for bound in bounds]
    return _COMPARE[op](value.amount, amounts if op == "between" else amounts[0])


def _birthdays(op: str, wanted: Any, today: date) -> set[int]:
    """Every birthday that falls in the days meant, one day after the other."""
    if op == "within":
        days = periods.within(wanted, today)
    elif wanted.startswith("2000-"):
        return {periods.birthday_key(date.fromisoformat(wanted))}
    else:
        days = periods.period(wanted, today)
    found: set[int] = set()
    for number in range(min((days.last - days.first).days, 366) + 1):
        day = days.first + timedelta(days=number)
        found.add(periods.birthday_key(day))
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            found.add(229)
    return found
