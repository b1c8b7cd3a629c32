"""Counts and sums of related rows, compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Any, Final

from django.db.models import BigIntegerField, Count, Exists, F, IntegerField, Model, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from tendero.kernel.money import AmountField, to_scaled
from tendero.records.filters.columns import NOTHING, whole
from tendero.records.filters.reaching import stored_at
from tendero.records.filters.tree import Measure

_LOOKUPS: Final[dict[str, Callable[..., Any]]] = {
    "eq": Exact,
    "gt": GreaterThan,
    "gte": GreaterThanOrEqual,
    "lt": LessThan,
    "lte": LessThanOrEqual,
}


def condition(measure: Measure, rows: QuerySet[Any], path: str) -> Q:
    """What the measure says of the outer row; `rows` are its related ones, `path` their foreign key."""
    found = []
    for op, negated, value in _bounds(measure):
        one = _counted(rows, path, op, value) if measure.field is None else _summed(measure, rows, path, op, value)
        found.append(~one if negated else one)
    return reduce(and_, found)


def is_any_or_none(measures: Sequence[Measure]) -> bool:
    """Whether all that is asked is that there be one, or none."""
    bounds = [bound for one in measures for bound in _bounds(one)]
    return all(one.field is None for one in measures) and all(_said(op, value) is not None for op, _, value in bounds)


def _bounds(measure: Measure) -> list[tuple[str, bool, Decimal]]:
    return [bound for given, typed in measure.bounds for bound in _plain(given, typed)]


def _said(op: str, value: Decimal) -> bool | None:
    """True: that there be one; False: that there be none; None: how many."""
    number = whole(op, value)
    if (op, number) in (("gte", 1), ("gt", 0)):
        return True
    return False if (op, number) in (("eq", 0), ("lt", 1), ("lte", 0)) else None


def _plain(op: str, value: Any) -> list[tuple[str, bool, Decimal]]:
    """Operators down to the five that compare."""
    if op == "between":
        return [("gte", False, value[0]), ("lte", False, value[1])]
    return [("eq", True, value)] if op == "ne" else [(op, False, value)]


def _counted(rows: QuerySet[Any], path: str, op: str, value: Decimal) -> Q:
    number = whole(op, value)
    if number is None:
        return NOTHING
    said = _said(op, value)
    if said is not None:
        return Q(Exists(rows)) if said else ~Q(Exists(rows))
    counted = rows.order_by().values(path).annotate(measured=Count("pk")).values("measured")
    return _compare(Coalesce(Subquery(counted), 0, output_field=BigIntegerField()), op, number)


def _summed(measure: Measure, rows: QuerySet[Any], path: str, op: str, value: Decimal) -> Q:
    assert measure.field is not None
    field = measure.field
    number = _as_stored(rows.model, field.path, op, value)
    if number is None:
        return NOTHING
    rows = rows.filter(**{f"{field.path}__isnull": False}).order_by()
    total = Sum(F(field.path), output_field=BigIntegerField())
    if field.kind == "money" and field.currency and measure.currency is None:
        each = rows.values(path, field.currency).annotate(measured=total).filter(_compare(F("measured"), op, number))
        none = ~Q(Exists(rows)) if _holds(op, 0, number) else NOTHING
        return Q(Exists(each)) | none
    if measure.currency is not None:
        rows = rows.filter(**{field.currency: measure.currency}) if field.currency else rows.none()
    summed = rows.values(path).annotate(measured=total).values("measured")
    return _compare(Coalesce(Subquery(summed), 0, output_field=BigIntegerField()), op, number)


def _as_stored(model: type[Model], path: str, op: str, value: Decimal) -> int | None:
    """Sums compare as the column stores its numbers: ten-thousandths for amounts."""
    stored = stored_at(model, path)
    if isinstance(stored, AmountField):
        return to_scaled(value)
    if isinstance(stored, IntegerField):
        return whole(op, value)
    raise TypeError(f"{path} of {model.__name__} cannot be added up exactly")


def _compare(expression: Any, op: str, number: int) -> Q:
    return Q(_LOOKUPS[op](expression, Value(number, BigIntegerField())))


def _holds(op: str, left: int, right: int) -> bool:
    return {
        "eq": left == right,
        "gt": left > right,
        "gte": left >= right,
        "lt": left < right,
        "lte": left <= right,
    }[op]
