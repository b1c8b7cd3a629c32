"""One column against one value, as a condition that is never NULL: an empty column satisfies no positive operator."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Contains, Exact, In, StartsWith

from tendero.kernel.db.expressions import AsciiLower
from tendero.kernel.money import AmountField
from tendero.records.filters import periods
from tendero.records.filters.values import MoneyValue

NOTHING: Final = Q(pk__in=[])
EVERYTHING: Final = ~Q(pk__in=[])
_EARLIER: Final = {"eq": "exact", "gt": "lt", "gte": "lte", "lt": "gt", "lte": "gte"}


@dataclass(frozen=True, slots=True)
class Column:
    """Where a value stands, as ORM paths from the model being asked; `stored` is the model's field at `path`."""

    kind: str
    path: str
    stored: models.Field[Any, Any]
    folded: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Who asks and when: relative dates are those of his zone."""

    today: date
    zone: ZoneInfo

    def start(self, day: date) -> datetime:
        """When that day begins in the zone."""
        return datetime.combine(day, time(), self.zone)

    def ago(self, days: int) -> date:
        """The day so many days before today, or after it; the calendar's first or last where there is none."""
        return date.fromordinal(min(max(self.today.toordinal() - days, 1), date.max.toordinal()))


def condition(column: Column, op: str, value: Any, moment: Moment) -> Q:
    """The condition of one positive operator other than those of relations."""
    if column.kind == "elapsed":
        return _elapsed(column, op, value, moment)
    if op == "not_empty":
        return filled(column)
    if column.kind in ("date", "datetime"):
        return _days(column, op, value, moment)
    return _BY_KIND[column.kind](column, op, value, moment)


def filled(column: Column) -> Q:
    """Whether there is a value: NULL, the empty text and the birthday 0 are none."""
    found = Q(**{f"{column.path}__isnull": False})
    if column.kind == "birthday":
        return found & Q(**{f"{column.path}__gt": 0})
    if isinstance(column.stored, (models.CharField, models.TextField)):
        return found & ~Q(**{column.path: ""})
    return found


def _text(column: Column, op: str, value: Any, moment: Moment) -> Q:
    if column.folded:
        look = {"eq": "exact", "in": "in", "contains": "contains", "starts": "startswith"}[op]
        return Q(**{f"{column.folded}__isnull": False, f"{column.folded}__{look}": value})
    lookup: Callable[..., Any] = {"eq": Exact, "in": In, "contains": Contains, "starts": StartsWith}[op]
    return Q(**{f"{column.path}__isnull": False}) & Q(lookup(AsciiLower(F(column.path)), value))


def _phone(column: Column, op: str, value: Any, moment: Moment) -> Q:
    """By digits; a whole number may lack its country's prefix."""
    where = column.folded or column.path
    wanted = value if op == "in" else (value,)
    look = "contains" if op == "contains" else "endswith"
    found = Q()
    for digits in wanted:
        found |= Q(**{f"{where}__{look}": digits})
    return Q(**{f"{where}__isnull": False}) & found


def _number(column: Column, op: str, value: Any, moment: Moment) -> Q:
    found = Q(**{f"{column.path}__isnull": False})
    if op == "in":
        exact = [number for item in value if (number := _fit(column, "eq", item)) is not None]
        return found & Q(**{f"{column.path}__in": exact})
    if op == "between":
        return _number(column, "gte", value[0], moment) & _number(column, "lte", value[1], moment)
    fitting = _fit(column, op, value)
    if fitting is None:
        return NOTHING
    return found & Q(**{f"{column.path}__{'exact' if op == 'eq' else op}": fitting})


def _fit(column: Column, op: str, value: Decimal) -> Any:
    """The number the column is compared with: integers know no 12.5, so that `gte` means 13 and `eq` nothing."""
    if isinstance(column.stored, AmountField):
        return value
    if isinstance(column.stored, models.IntegerField):
        return whole(op, value)
    return float(value) if isinstance(column.stored, models.FloatField) else value


def whole(op: str, value: Decimal) -> int | None:
    """The whole number that `op` compares integers with to mean `value`; None when nothing can equal it."""
    if op == "eq":
        return int(value) if value == value.to_integral_value() else None
    return math.ceil(value) if op in ("gte", "lt") else math.floor(value)


def _money(column: Column, op: str, value: Any, moment: Moment) -> Q:
    bounds = value if isinstance(value, tuple) else (value,)
    amounts = tuple(bound.amount for bound in bounds)
    found = _number(column, op, amounts if op == "between" else amounts[0], moment)
    currency = bounds[0].currency if isinstance(bounds[0], MoneyValue) else None
    if currency is None:
        return found
    return found & Q(**{column.currency: currency}) if column.currency else NOTHING


def _birthday(column: Column, op: str, value: Any, moment: Moment) -> Q:
    if op == "within":
        days = periods.within(value, moment.today)
    elif value.startswith("2000-"):
        days = periods.Period(date.fromisoformat(value), date.fromisoformat(value))
    else:
        days = periods.period(value, moment.today)
    found = Q()
    for low, high in periods.birthday_ranges(days):
        found |= Q(**{f"{column.path}__gte": low, f"{column.path}__lte": high})
    return Q(**{f"{column.path}__isnull": False}) & found


def _days(column: Column, op: str, value: Any, moment: Moment) -> Q:
    span = Span.of(op, value, moment)
    found = Q(**{f"{column.path}__isnull": False})
    if span.first is not None:
        found &= Q(**{f"{column.path}__gte": span.edge(span.first, column.kind, moment)})
    if span.after is not None:
        found &= Q(**{f"{column.path}__lt": span.edge(span.after, column.kind, moment)})
    return found


def _elapsed(column: Column, op: str, value: Any, moment: Moment) -> Q:
    """How many days have gone by since a date: the more, the earlier it is. Today and what is to come are none."""
    past = Q(**{f"{column.path}__isnull": False, f"{column.path}__lt": moment.today})
    if op == "not_empty":
        return past
    if op == "between":
        return _elapsed(column, "gte", value[0], moment) & _elapsed(column, "lte", value[1], moment)
    if op == "in":
        days = [moment.ago(number) for one in value if (number := whole("eq", one)) is not None]
        return past & Q(**{f"{column.path}__in": days})
    number = whole(op, value)
    return NOTHING if number is None else past & Q(**{f"{column.path}__{_EARLIER[op]}": moment.ago(number)})


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` (included) until before `after`; None: without end. Days, or moments where a moment was given."""

    first: date | datetime | None
    after: date | datetime | None

    @classmethod
    def of(cls, op: str, value: Any, moment: Moment) -> Span:
        """What a date operator means today."""
        if op == "within":
            days = periods.within(value, moment.today)
            return cls(days.first, days.after)
        low, high = value if op == "between" else (value, value)
        (first, _), (_, after) = _ends(low, moment), _ends(high, moment)
        return {
            "gte": cls(first, None),
            "gt": cls(after, None),
            "lt": cls(None, first),
            "lte": cls(None, after),
        }.get(op, cls(first, after))

    @staticmethod
    def edge(limit: date | datetime, kind: str, moment: Moment) -> date | datetime:
        """A limit as the column holds it: a day, or the moment that day begins."""
        if kind == "date" or isinstance(limit, datetime):
            return limit
        return moment.start(limit)


def _ends(value: Any, moment: Moment) -> tuple[Any, Any]:
    if isinstance(value, datetime):
        return value, value + timedelta(microseconds=1)
    days = periods.period(value, moment.today)
    return days.first, days.after


def _exactly(column: Column, op: str, value: Any, moment: Moment) -> Q:
    look = "in" if op == "in" else "exact"
    return Q(**{f"{column.path}__isnull": False, f"{column.path}__{look}": value})


_BY_KIND: Final[dict[str, Callable[[Column, str, Any, Moment], Q]]] = {
    "text": _text,
    "long_text": _text,
    "email": _text,
    "url": _text,
    "phone": _phone,
    "number": _number,
    "money": _money,
    "birthday": _birthday,
    "bool": _exactly,
    "choice": _exactly,
    "choices": _exactly,
}
