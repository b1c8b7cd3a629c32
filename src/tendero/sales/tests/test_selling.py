"""The counter sells: prices from the shelf, amounts to the cent, one currency, changes that keep what is not said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.world import World

from tendero.catalog.actions import create_product, update_product
from tendero.catalog.models import Product
from tendero.kernel import journal
from tendero.kernel.models import ChangeSet
from tendero.kernel.money import Money
from tendero.kernel.permissions import Refused
from tendero.sales.actions import create_sale, update_sale
from tendero.sales.models import Sale

Line = dict[str, Any]


def product(world: World, name: str = "Café natural", **values: Any) -> Product:
    values = {"price": Decimal("18.95"), "cost": Decimal("11.20"), "tax": Decimal(10)} | values
    return create_product(by=world.actor("ana"), values={"name": name, **values})


def sell(world: World, *lines: Line, who: str = "caja", **values: Any) -> Sale:
    sale = create_sale(by=world.actor(who), values={"lines": list(lines), **values})
    sale.refresh_from_db()
    return sale


def refused(world: World, *lines: Line, **values: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        sell(world, *lines, **values)
    assert Sale.everything.count() == 0
    return " ".join(caught.value.message_dict["lines"])


def test_caja_sells_three_kilos_and_the_shelf_says_the_rest(world: World) -> None:
    sale = sell(world, {"product": product(world), "quantity": Decimal(3), "discount": Decimal(10)})
    line = sale.lines.get()
    assert (line.price, line.tax, line.amount, line.tax_amount) == (
        Decimal("18.95"),
        Decimal(10),
        Decimal("51.17"),
        Decimal("5.12"),
    )
    assert (sale.net, sale.total, sale.cost, sale.margin) == (
        Decimal("51.17"),
        Decimal("56.29"),
        Decimal("33.60"),
        Decimal("17.57"),
    )
    assert (sale.party, sale.seller, sale.currency) == (None, world.user("caja"), "EUR")


def test_a_line_may_be_words_with_a_price(world: World) -> None:
    sale = sell(world, {"text": "Afilar cuchillos", "price": Decimal(6)}, party=world.don_luis)
    assert (sale.total, sale.cost, sale.margin) == (Decimal("7.26"), None, None)


def test_what_was_paid_counts_and_the_price_follows(world: World) -> None:
    sale = sell(world, {"text": "Saldo", "quantity": Decimal(3), "amount": Decimal(10), "tax": Decimal(0)})
    line = sale.lines.get()
    assert (line.price, line.amount, sale.total) == (Decimal("3.3333"), Decimal(10), Decimal(10))


def test_a_sale_says_what_it_lacks(world: World) -> None:
    bare = product(world, "Sin precio", price=Decimal(0))
    assert "una línea" in refused(world)
    assert refused(world, {"quantity": Decimal(1)}).startswith("Línea 1: ")
    assert refused(world, {"text": "Café", "price": Decimal(1)}, {"product": bare}).startswith("Línea 2: ")
    assert "cero" in refused(world, {"text": "Café", "price": Decimal(1), "quantity": Decimal(0)})
    assert "100" in refused(world, {"text": "Café", "price": Decimal(1), "discount": Decimal(101)})


def test_euros_and_dollars_are_never_added_together(world: World) -> None:
    euros, dollars = Money(Decimal(5), "EUR"), Money(Decimal(5), "USD")
    assert "EUR, USD" in refused(world, {"text": "A", "price": euros}, {"text": "B", "price": dollars})
    abroad = product(world, "Molino", currency="USD")
    assert "USD" in refused(world, {"product": abroad}, {"text": "Café", "price": euros})
    sale = sell(world, {"text": "A", "price": dollars}, {"product": abroad})
    assert (sale.currency, sale.net) == ("USD", Decimal("23.95"))
    with pytest.raises(ValidationError, match="USD"):
        update_sale(sale, by=world.actor("ana"), values={"lines": [{"text": "A", "price": euros}]})


def test_pesos_of_chile_have_no_cents(world: World) -> None:
    price = Money(Decimal(1_333), "CLP")
    sale = sell(world, {"text": "Café", "quantity": Decimal("1.5"), "price": price, "tax": Decimal(19)})
    assert (sale.net, sale.tax_amount, sale.total) == (Decimal(2_000), Decimal(380), Decimal(2_380))


def test_a_change_keeps_what_it_does_not_say(world: World) -> None:
    coffee = product(world)
    sale = sell(world, {"product": coffee, "quantity": Decimal(2)}, {"text": "Porte", "price": Decimal(5)})
    kept = list(sale.lines.values_list("pk", flat=True))
    update_product(coffee, by=world.actor("ana"), values={"price": Decimal(25), "cost": Decimal(20)})
    lines: list[Line] = [{"product": coffee, "quantity": Decimal(3)}, {"text": "Porte"}]
    update_sale(sale, by=world.actor("caja"), values={"lines": lines})
    sale.refresh_from_db()
    first = sale.lines.all()[0]
    assert list(sale.lines.values_list("pk", flat=True)) == kept
    assert (first.price, first.amount, first.cost) == (Decimal("18.95"), Decimal("56.85"), Decimal("33.60"))
    assert sale.net == Decimal("61.85")


def test_an_amount_of_a_file_outlives_a_note(world: World) -> None:
    told = {"text": "Saldo", "quantity": Decimal(3), "amount": Decimal(10), "tax_amount": Decimal("2.11")}
    sale = sell(world, told)
    again = {"text": "Saldo", "quantity": Decimal(3), "price": Decimal("3.3333"), "amount": Decimal(10)}
    assert update_sale(sale, by=world.actor("caja"), values={"note": "Pagado", "lines": [again]}) == {"note"}
    update_sale(sale, by=world.actor("caja"), values={"lines": [again | {"quantity": Decimal(6)}]})
    sale.refresh_from_db()
    assert (sale.net, sale.tax_amount) == (Decimal(20), Decimal("4.20"))


def test_undo_brings_back_lines_sums_and_costs_that_its_maker_never_saw(world: World) -> None:
    coffee, mill = product(world), product(world, "Molino", price=Decimal(90), cost=Decimal(50))
    sale = sell(world, {"product": coffee, "quantity": Decimal(2)})
    before = (sale.net, sale.total, sale.cost, sale.margin)
    caja = world.actor("caja")
    update_sale(sale, by=caja, values={"lines": [{"product": mill, "quantity": Decimal(1)}]})
    sale.refresh_from_db()
    assert sale.cost == Decimal(50)
    journal.revert(ChangeSet.objects.latest("pk"), by=caja)
    sale.refresh_from_db()
    assert (sale.net, sale.total, sale.cost, sale.margin) == before
    assert sale.lines.get().product == coffee


def test_nobody_else_changes_what_caja_wrote_down(world: World) -> None:
    sale = sell(world, {"text": "Café", "price": Decimal(5)})
    with pytest.raises(Refused):
        update_sale(sale, by=world.actor("sara"), values={"note": "mío"})
    with pytest.raises(Refused):
        create_sale(by=world.actor("lola"), values={"lines": [{"text": "Café", "price": Decimal(5)}]})
