"""Sales travel in files with their lines, to the last decimal: out of a shop, into another, and back unchanged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tendero.kernel.money import Money
from tendero.records import registry, writing
from tendero.records.models import ImportRow
from tendero.sales.models import Channel, Sale, SaleLine
from tests import exchange, imports
from tests.world import World

LINE = ("product__ref", "text", "quantity", "price", "discount", "tax", "amount", "tax_amount", "cost", "margin")
RELATED = ("corrects",)


def tell(shop: World) -> None:
    """Two sales in two currencies, one of them with an amount that its price does not give, and a return."""
    ana, record = shop.actor("ana"), registry.get("sales.Sale")
    goods = {"name": "=Café | natural", "price": Decimal("18.9333"), "cost": Decimal("11.2"), "tax": Decimal(10)}
    coffee = writing.add(registry.get("catalog.Product"), goods, by=ana)
    lines: list[dict[str, Any]] = [
        {"product": coffee, "quantity": Decimal("2.125"), "discount": Decimal("12.5")},
        {
            "text": "Saldo; «fin» | de año",
            "quantity": Decimal(3),
            "amount": Money(Decimal(10), "EUR"),
            "tax": Decimal(0),
        },
    ]
    sale = writing.add(record, {
        "number": "007", "party": shop.don_luis, "hour": "9:05", "channel": Channel.objects.first(), "lines": lines,
        "seller": shop.user("beto"), "note": "- pagó\n=1+1",
    }, by=ana)  # fmt: skip
    back = {"text": "Saldo; «fin» | de año", "quantity": Decimal(1), "amount": Money(Decimal("3.33"), "EUR")}
    writing.add(record, {"kind": "return", "corrects": sale, "number": "D-1", "lines": [back]}, by=ana)
    pesos = {"text": "Feria", "price": Money(Decimal(1_250_000), "COP"), "cost": Money(Decimal(9), "COP")}
    writing.add(record, {"number": "C-1", "lines": [pesos]}, by=ana)


def rows() -> dict[str, Any]:
    """Every sale by number, with its lines."""
    told = exchange.rows(Sale, "seller", *RELATED)
    for sale in Sale.objects.all():
        told[sale.ref]["lines"] = list(SaleLine.objects.filter(sale=sale).values_list(*LINE))
        told[sale.ref]["corrects"] = sale.corrects.number if sale.corrects else ""
    return told


@pytest.mark.parametrize("format", ["csv-semicolon", "csv-comma", "xlsx"])
def test_sales_go_out_of_a_shop_and_come_into_another_the_same(world: World, format: str) -> None:
    ana, name = world.actor("ana"), f"ventas.{format.partition('-')[0]}"
    world.user("beto")
    with exchange.passing():
        tell(world)
        files = {slug: exchange.file_of(slug, format, by=ana) for slug in ("parties", "products", "sales")}
        before = rows()
        counts = imports.bring(files["sales"], by=ana, slug="sales", name=name, policy="update")
        assert counts == {"unchanged": 3}, reasons()
        assert exchange.differences(before, rows()) == []
    for slug, file in files.items():
        imports.bring(file, by=ana, slug=slug, name=name)
    assert [number for number, _outcome, _why in reasons()] == [3]  # the return stands above its sale
    assert imports.bring(files["sales"], by=ana, slug="sales", name=name) == {"unchanged": 2, "created": 1}
    assert exchange.differences(before, rows()) == []
    assert imports.bring(files["sales"], by=ana, slug="sales", name=name) == {"unchanged": 3}


def reasons() -> list[tuple[int, str, str]]:
    return list(ImportRow.objects.exclude(reason="").values_list("number", "outcome", "reason"))
