"""The history of prices, kept in step with the price itself however it was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tendero.catalog.models.product import PriceChange, Product
from tendero.kernel import changes, clock


def record_prices(ids: Sequence[int]) -> None:
    """Write a PriceChange for each product whose last one says otherwise; an undo takes it back instead.

    Two reads and at most two writes, whatever the number.
    """
    opened = changes.current()
    if opened is None:
        return
    told: dict[int, list[PriceChange]] = {}
    for change in PriceChange.objects.filter(product__in=ids).order_by("product", "-since", "-id"):
        told.setdefault(change.product_id, []).append(change)
    products = Product.everything.filter(pk__in=ids).only("pk", "price", "cost", "currency")
    moved = [row for row in products if not told.get(row.pk) or _terms(told[row.pk][0]) != _terms(row)]
    if opened.reverts_id is not None:
        back = [row for row in moved if len(told.get(row.pk, ())) > 1 and _terms(told[row.pk][1]) == _terms(row)]
        PriceChange.objects.filter(pk__in=[told[row.pk][0].pk for row in back]).delete()
        moved = [row for row in moved if row not in back]
    now = clock.now()
    PriceChange.objects.bulk_create(
        PriceChange(product=row, since=now, price=row.price, cost=row.cost, currency=row.currency) for row in moved
    )


def _terms(row: Any) -> tuple[Any, ...]:
    return row.price, row.cost, row.currency
