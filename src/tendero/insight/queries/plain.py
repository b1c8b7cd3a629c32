"""Plain sums of sales: what every kept figure has to be equal to."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import BigIntegerField, Count, DateField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from tendero.insight.models import Axis
from tendero.insight.rules.periods import Span
from tendero.kernel.money import AmountField
from tendero.sales.models import Kind

BASE: Final = {axis: Span.MONTH if axis is Axis.PARTY else Span.DAY for axis in Axis}
"""The shortest span that is kept: a customer seldom comes twice in a month."""
MEASURES: Final = ("net", "known", "margin", "units", "sales")
_NONE: Final = Value(0, output_field=AmountField())
NOBODY: Final = Value(0, output_field=BigIntegerField())
_THINGS: Final[dict[Axis, Any]] = {
    Axis.ALL: NOBODY,
    Axis.ANONYMOUS: NOBODY,
    Axis.SELLER: Coalesce("seller_id", NOBODY),
    Axis.CHANNEL: Coalesce("channel_id", NOBODY),
    Axis.PRODUCT: Coalesce("lines__product_id", NOBODY),
    Axis.PARTY: F("party_id"),
}


def measured(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Grouped sales with what they come to under the names of `MEASURES`."""
    costed = Q(lines__margin__isnull=False)
    told: QuerySet[Any] = rows.annotate(
        net=Coalesce(Sum("lines__amount"), _NONE),
        known=Coalesce(Sum("lines__amount", filter=costed), _NONE),
        margin=Coalesce(Sum("lines__margin"), _NONE),
        units=Coalesce(Sum("lines__quantity"), _NONE),
        sales=Count("pk", filter=Q(kind=Kind.SALE), distinct=True),
    )
    return told


def grouped(axis: Axis, sales: QuerySet[Any], *, when: bool = True) -> QuerySet[Any]:
    """Sums of these sales by `thing_` and currency, and (`when`) by `start_`, the day or month of the axis."""
    if axis in (Axis.ANONYMOUS, Axis.PARTY):
        sales = sales.filter(party__isnull=axis is Axis.ANONYMOUS)
    columns: dict[str, Any] = {"thing_": _THINGS[axis]}
    if when:
        month = BASE[axis] is Span.MONTH
        columns["start_"] = TruncMonth("on", output_field=DateField()) if month else F("on")
    return measured(sales.order_by().annotate(**columns).values(*columns, "currency"))
