"""Filling the shelves: the families, the goods, and the prices they had before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from tendero.catalog.models import Category, Product
from tendero.demo.story import FAMILIES, GOODS
from tendero.demo.story.shapes import Good
from tendero.identity.models import User
from tendero.kernel import changes, clock, write

OPENED: Final = 900
"""Days since the shop began to keep its goods here: before it, no price is known."""


def fill_shelves(buyer: User, *, batch: str = "") -> None:
    """Everything as it was on the first day; then each change of price on its own, all by the same person.

    `batch` ties together all that is written, so that it can be found again.
    """
    by, now = buyer.actor("screen"), clock.now()
    opening = changes.change_set("catalog.create_product", by=by, batch=batch)
    with clock.frozen(now - dt.timedelta(days=OPENED)), opening:
        families = {name: Category(name=name, position=place) for place, name in enumerate(FAMILIES, 1)}
        write.create_many(Category, list(families.values()))
        shelf = {good.name: _first(good, families[good.family]) for good in GOODS}
        write.create_many(Product, list(shelf.values()))
    for days, some in sorted(_dearer(shelf).items()):
        dearer = changes.change_set("catalog.update_product", by=by, batch=batch)
        with clock.frozen(now + dt.timedelta(days=days)), dearer:
            write.change_rows(Product, some)


def _first(good: Good, family: Category) -> Product:
    """The good with the price it had on the first day."""
    price, cost = good.was[-1][1:] if good.was else (good.price, good.cost)
    return Product(
        name=good.name,
        code=good.code,
        category=family,
        unit=good.unit,
        price=_amount(price),
        cost=_amount(cost),
        tax=Decimal(good.tax),
        on_sale=good.on_sale,
    )


def _dearer(shelf: dict[str, Product]) -> dict[int, dict[int, dict[str, Any]]]:
    """By day, the goods that changed their price on it and what they have fetched and cost since."""
    found: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    for good in GOODS:
        prices = [(0, good.price, good.cost), *good.was]
        for (_day, price, cost), (until, _before, _less) in pairwise(prices):
            found[until][shelf[good.name].pk] = {"price": _amount(price), "cost": _amount(cost)}
    return found


def _amount(told: str) -> Any:
    """None for what nobody knows."""
    return Decimal(told) if told else None
