"""What a sale and its lines tell of each other, kept in step however they were written: its sums, their day, whose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from tendero.kernel.money import AmountField
from tendero.sales.models.sale import Sale, SaleLine
from tendero.sales.rules.amounts import Amounts, margin, whole

_CHUNK: Final = 2_000


def refresh_sums(ids: Sequence[int]) -> None:
    """Bring `net`, `tax_amount`, `total`, `cost` and `margin` of these sales in step: two statements per 2,000.

    Runs while a change set closes, where the write lock is open: these columns follow from lines journaled already.
    """
    for start in range(0, len(ids), _CHUNK):
        sales = Sale.everything.filter(pk__in=ids[start : start + _CHUNK])
        sales.update(
            net=Coalesce(_sum("amount"), _ZERO),
            tax_amount=Coalesce(_sum("tax_amount"), _ZERO),
            total=Coalesce(_sum("amount"), _ZERO) + Coalesce(_sum("tax_amount"), _ZERO),
            cost=None,
            margin=None,
        )
        known = sales.filter(pk__in=_known_costs(ids[start : start + _CHUNK]))
        known.update(cost=_sum("cost"), margin=_sum("amount") - _sum("cost"))


def refresh_repeated(ids: Sequence[int]) -> None:
    """Have the lines of these sales repeat day and buyer: a query per 2,000, and a statement where one said another."""
    nobody = Value(0, output_field=BigIntegerField())
    for start in range(0, len(ids), _CHUNK):
        lines = SaleLine.objects.filter(sale__in=ids[start : start + _CHUNK])
        told = lines.annotate(told=Coalesce("buyer", nobody), true=Coalesce(_buyer_of("sale__"), nobody))
        strays = told.filter(~Q(on=F("sale__on")) | ~Q(told=F("true"))).order_by().values_list("pk", flat=True)
        if keys := list(strays):
            sale = Sale.everything.filter(pk=OuterRef("sale"))
            buyer = Subquery(sale.values(buyer=_buyer_of(""))[:1])
            SaleLine.objects.filter(pk__among=keys).update(on=Subquery(sale.values("on")[:1]), buyer=buyer)


def _buyer_of(sale: str) -> Case:
    """The key of the customer of a sale that is out of the bin."""
    alive = When(**{f"{sale}binned_at__isnull": True}, then=F(f"{sale}party_id"))
    return Case(alive, output_field=BigIntegerField())


_ZERO: Final = Value(0, output_field=AmountField())


def _sum(column: str) -> Subquery:
    """The sum of a column over the lines of the row outside."""
    lines = SaleLine.objects.filter(sale=OuterRef("pk")).order_by().values("sale")
    return Subquery(lines.annotate(of_lines=Sum(column)).values("of_lines"), output_field=AmountField())


def _known_costs(ids: Sequence[int]) -> list[int]:
    """Those of these sales that have lines, the cost of each of which is known."""
    counted = SaleLine.objects.filter(sale__in=ids).order_by().values("sale")
    found = counted.annotate(lines=Count("id"), told=Count("cost")).filter(lines=F("told"))
    return list(found.values_list("sale", flat=True))


def set_sums(sale: Sale) -> None:
    """The same for one sale in hand, before its change set has closed."""
    lines = SaleLine.objects.filter(sale=sale)
    found = whole(Amounts(line.amount, line.tax_amount, line.cost) for line in lines)
    sale.net, sale.tax_amount, sale.total = found.amount, found.tax_amount, found.amount + found.tax_amount
    sale.cost, sale.margin = found.cost, margin(found.amount, found.cost)
