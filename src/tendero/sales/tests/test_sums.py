"""The sums of a sale stay in step with its lines, whoever writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.world import World

from tendero.kernel import changes, write
from tendero.sales.models import Kind, Sale, SaleLine


def line(sale: Sale, amount: str, tax: str, cost: str | None = None, **values: Any) -> SaleLine:
    """A line as a load would write it."""
    columns: dict[str, Any] = {"amount": Decimal(amount), "tax_amount": Decimal(tax)}
    columns |= {"cost": Decimal(cost)} if cost else {}
    return SaleLine(sale=sale, text="Café", **columns, **values)


def test_sums_follow_lines_that_come_change_and_go(world: World) -> None:
    sale: Sale = world.make(Sale(party=world.don_luis, number="T-1"))
    with changes.change_set("test", by=world.system):
        first, second = write.create_many(
            SaleLine, [line(sale, "10.10", "2.12", "6"), line(sale, "0.20", "0.04", "0.1")]
        )
    sale.refresh_from_db()
    assert (sale.net, sale.tax_amount, sale.total) == (Decimal("10.30"), Decimal("2.16"), Decimal("12.46"))
    assert (sale.cost, sale.margin) == (Decimal("6.10"), Decimal("4.20"))
    with changes.change_set("test", by=world.system):
        write.change(second, cost=None)
    sale.refresh_from_db()
    assert (sale.net, sale.cost, sale.margin) == (Decimal("10.30"), None, None)
    with changes.change_set("test", by=world.system):
        write.remove(second)
    sale.refresh_from_db()
    assert (sale.total, sale.cost, sale.margin) == (Decimal("12.22"), Decimal("6"), Decimal("4.10"))
    with changes.change_set("test", by=world.system):
        write.remove(first)
    sale.refresh_from_db()
    assert (sale.total, sale.cost) == (Decimal(0), None)


def test_ten_lines_of_ten_cents_are_one_euro(world: World) -> None:
    sale: Sale = world.make(Sale())
    with changes.change_set("test", by=world.system):
        write.create_many(SaleLine, [line(sale, "0.10", "0.02") for _ in range(10)])
    assert Sale.objects.filter(net__gte=Decimal(1), total=Decimal("1.20")).exists()


def test_the_database_refuses_what_cannot_be_true(world: World) -> None:
    sale: Sale = world.make(Sale(mark=7))
    given_back: Sale = world.make(Sale(kind=Kind.RETURN, corrects=sale))
    for wrong in (
        lambda: world.make(Sale(mark=7)),
        lambda: world.make(Sale(kind=Kind.SALE, corrects=sale)),
        lambda: world.make(line(given_back, "5", "1")),
        lambda: [world.make(line(sale, "5", "1", mark=9, nth=2)) for _ in range(2)],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_file_taken_back_may_come_again(world: World) -> None:
    sale: Sale = world.make(Sale(mark=7))
    world.make(line(sale, "5", "1", mark=9, nth=2))
    with changes.change_set("test", by=world.system):
        write.to_bin([sale])
    again: Sale = world.make(Sale(mark=7))
    world.make(line(again, "5", "1", mark=9, nth=2))
    assert Sale.objects.get(mark=7) == again
