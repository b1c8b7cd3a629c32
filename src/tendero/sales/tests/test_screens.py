"""Sales on screens, in filters and by the API: what the counter types, what the card tells, what stays hidden."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.catalog.actions import create_product
from tendero.catalog.models import Product
from tendero.kernel import clock
from tendero.kernel.money import Money
from tendero.records import filters, history, registry, writing
from tendero.records.rest import output
from tendero.sales.actions import create_sale, update_sale
from tendero.sales.models import Sale
from tendero.sales.queries import purchases

PARTY, SALE = "directory.Party", "sales.Sale"


@pytest.fixture
def coffee(world: World) -> Product:
    values = {"name": "Café natural", "price": Decimal("18.95"), "cost": Decimal("11.20"), "tax": Decimal(10)}
    return create_product(by=world.actor("ana"), values=values)


def sell(world: World, *lines: dict[str, Any], days: int = 0, who: str = "caja", **values: Any) -> Sale:
    on = clock.today() - dt.timedelta(days=days)
    return create_sale(by=world.actor(who), values={"on": on, "lines": list(lines), **values})


def found(world: World, who: str, data: dict[str, Any], key: str = PARTY) -> list[str]:
    record = registry.get(key)
    kept = filters.read(record, data, world.actor(who))
    return sorted(str(row) for row in kept.apply(record.rows(world.actor(who))))


def test_caja_types_a_sale_and_leaves_the_price_to_the_shelf(world: World, coffee: Product) -> None:
    body = {
        "_field": ["party", "lines"],
        "quick": "1",
        "party": world.don_luis.ref,
        "lines-0-product": coffee.ref,
        "lines-0-quantity": "1,5",
        "lines-1-text": "Molido",
        "lines-1-price": "2 €",
        "lines-2-quantity": "",
    }
    caja = world.client("caja")
    assert caja.post("/sales/new", body, headers={"HX-Request": "true"}).status_code == 200
    sale = Sale.objects.get()
    assert [line.amount for line in sale.lines.all()] == [Decimal("28.43"), Decimal(2)]
    assert (sale.party, sale.seller, sale.total) == (world.don_luis, world.user("caja"), Decimal("33.69"))
    page = caja.get(f"/sales/{sale.ref}/").content.decode()
    assert "33,69" in page
    assert "Margen" not in page


def test_a_form_that_lacks_something_says_so_beside_the_lines(world: World) -> None:
    body = {"_field": ["lines"], "lines-0-text": "Café"}
    answer = world.client("caja").post("/sales/new", body, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "Línea 1: escribe su precio." in answer.content.decode()


def test_the_dialog_takes_back_what_it_is_told(world: World, coffee: Product) -> None:
    sale = sell(world, {"product": coffee, "quantity": Decimal(3)}, party=world.don_luis)
    caja, address = world.client("caja"), f"/sales/{sale.ref}/give-back"
    line = sale.lines.get()
    assert "Se pueden devolver 3." in caja.get(address).content.decode()
    assert caja.post(address, {f"line-{line.pk}": "4"}).status_code == 422
    assert caja.post(address, {f"line-{line.pk}": "muchos"}).status_code == 422
    assert Sale.objects.count() == 1
    assert caja.post(address, {f"line-{line.pk}": "2", "note": "Sobraba"}).status_code == 200
    back = sale.corrected_by.get()
    assert (back.net, back.note) == (Decimal("-37.90"), "Sobraba")
    assert back.ref in caja.get(f"/sales/{sale.ref}/").content.decode()
    assert caja.get(f"/sales/{back.ref}/give-back").status_code == 404


def test_whoever_bought_it_and_who_did_not(world: World, coffee: Product) -> None:
    rosa, eva = world.person("Rosa", "Pardo"), world.person("Eva", "Lanuza")
    sell(world, {"product": coffee, "quantity": Decimal(4)}, party=rosa, days=30)
    sell(world, {"product": coffee}, party=world.don_luis, days=200)
    sell(world, {"text": "Taza", "price": Decimal(3)}, party=eva)
    lately = {"all": [{"field": "bought_product", "op": "eq", "value": coffee.ref},
                      {"field": "on", "op": "gte", "value": "-90d"}]}  # fmt: skip
    bought = {"related": "sales", "count": {"gte": 1}, "where": lately}
    assert found(world, "ana", bought) == ["Rosa Pardo"]
    assert "Rosa Pardo" not in found(world, "ana", {"not": bought})
    over = {"related": "sales", "sum:total": {"gte": 80}}
    assert found(world, "ana", over) == ["Rosa Pardo"]


def test_the_card_tells_a_year_of_purchases_by_currency(world: World, coffee: Product) -> None:
    """Without tax, as what is at stake is: twenty coffees at 18.95."""
    luis, ana = world.don_luis, world.actor("ana")
    with clock.frozen(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)):
        for days in (1, 40, 500, 900):
            sell(world, {"product": coffee, "quantity": Decimal(10)}, party=luis, days=days)
        sell(world, {"text": "Feria", "price": Money(Decimal(50), "USD"), "tax": Decimal(0)}, party=luis)
        told = purchases.of_party(luis, ana)
        assert told is not None
        euros, dollars = told.years
        assert (told.count, euros.money, dollars.money) == (
            5,
            Money(Decimal("379.00"), "EUR"),
            Money(Decimal(50), "USD"),
        )
        assert euros.change == 100
        assert sum(amount for _month, amount, _url in euros.months) == euros.money.amount
        opened = json.loads(parse_qs(urlsplit(euros.url).query)["filter"][0])
        assert len(found(world, "ana", opened, SALE)) == 2
        page = world.client("ana").get(f"/parties/{luis.ref}/", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert "Compras" in page
    assert "en 12 meses, sin impuestos" in page
    assert "379" in page


def test_an_empty_card_says_so(world: World) -> None:
    page = world.client("caja").get(f"/parties/{world.don_luis.ref}/purchases").content.decode()
    assert "Aún no hay ninguna anotada." in page


def test_a_product_tells_how_much_of_it_was_sold(world: World, coffee: Product) -> None:
    sell(world, {"product": coffee, "quantity": Decimal("2.5")}, party=world.don_luis)
    told = purchases.of_product(coffee, world.actor("ana"))
    assert told is not None
    assert (told.units, told.sales) == (Decimal("2.50"), 1)
    assert "2,5" in world.client("ana").get(f"/products/{coffee.ref}/").content.decode()


def test_what_things_cost_is_hidden_inside_the_lines_too(world: World, coffee: Product) -> None:
    sale, record = sell(world, {"product": coffee, "quantity": Decimal(2)}), registry.get(SALE)
    seen, veiled = (output.row_json(sale, output.known(record, world.actor(who))) for who in ("ana", "caja"))
    assert seen["lines"][0]["cost"] == {"amount": "22.40", "currency": "EUR"}
    assert {"cost", "margin"} <= set(seen)
    assert not {"cost", "margin"} & {*veiled, *veiled["lines"][0]}
    line = {"text": "Café", "price": Money(Decimal(5), "EUR"), "cost": Money(Decimal(1), "EUR")}
    assert writing.check(record, {"lines": [line]}, by=world.actor("ana"))["lines"] == [line]
    with pytest.raises(ValidationError, match="cost"):
        writing.check(record, {"lines": [line]}, by=world.actor("caja"))


def test_a_cost_that_changed_has_no_past_for_whoever_may_not_know_it(world: World, coffee: Product) -> None:
    sale = sell(world, {"product": coffee, "quantity": Decimal(2)})
    update_sale(sale, by=world.actor("caja"), values={"lines": [{"product": coffee, "quantity": Decimal(3)}]})
    record = registry.get(SALE)

    def told(who: str) -> str:
        steps = history.steps(record, Sale.objects.get(), world.actor(who))
        return " ".join(f"{line.before} {line.after}" for step in steps for line in step.lines)

    assert "33.6" in told("ana")
    assert "33.6" not in told("caja")


def test_a_seller_sees_what_the_shop_sold_or_his_team_where_the_company_says_so(world: World) -> None:
    """What the counter sold to his customer concerns him; a company of rival teams narrows it."""
    for who in ("beto", "pablo", "nuria"):
        sell(world, {"text": who, "price": Decimal(5)}, who=who, number=who)
    assert found(world, "beto", {}, SALE) == ["beto", "nuria", "pablo"]
    profile = Profile.objects.get(code=world.actor("beto").profile)
    set_rights(profile, by=world.actor("ana"), scopes={(SALE, "view"): "team"}, fields={})
    assert found(world, "beto", {}, SALE) == ["beto", "pablo"]
    assert found(world, "ana", {}, SALE) == ["beto", "nuria", "pablo"]
