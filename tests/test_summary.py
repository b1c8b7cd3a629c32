"""The business at a glance: each figure is what its rows come to, to the cent, for whoever asks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Profile
from tendero.catalog.models import Category, Product
from tendero.insight.models import Axis
from tendero.insight.queries.lines import Lines
from tendero.insight.queries.sources import FAMILY, Figures, Kept, Plain
from tendero.insight.queries.summary import Summary
from tendero.insight.rules.periods import read
from tendero.kernel import clock
from tendero.kernel.money import Money
from tendero.records import registry, writing
from tendero.records.models import ExportLog
from tendero.records.rows import Rows
from tendero.sales.models import Channel, Sale
from tests.world import World

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _a_tuesday() -> Any:
    with clock.frozen(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)):
        yield


def sold(world: World, party: Any, on: str, *lines: dict[str, Any], by: str = "ana", **values: Any) -> Any:
    told = {"party": party, "on": dt.date.fromisoformat(on), "lines": list(lines), **values}
    return writing.add(registry.get(Sale.record_key), told, by=world.actor(by))


@pytest.fixture
def shop(world: World) -> World:
    """Cups at 18.95 less a tenth to Don Luis and a service of unknown cost; coffee to Rosa; somebody at the counter."""
    family = world.make(Category(name="Loza"))
    cup = world.make(Product(name="Taza", price=Decimal("18.95"), cost=Decimal("11.20"), category=family))
    cups = {"product": cup, "quantity": Decimal(3), "discount": Decimal(10)}
    service = {"text": "Montaje", "quantity": Decimal(1), "amount": Decimal(100)}
    first = sold(world, world.don_luis, "2026-11-03", cups, service, seller=world.user("beto"))
    coffee = {"text": "Café", "quantity": Decimal(2), "amount": Decimal("37.90"), "cost": Decimal(22)}
    sold(world, world.person("Rosa", "Gil"), "2026-10-15", coffee, channel=Channel.objects.first())
    sold(world, None, "2025-11-02", {**cups, "discount": Decimal(0)}, seller=world.user("nuria"))
    sold(world, None, "2025-12-02", cups)
    back = {"product": cup, "quantity": Decimal(-1), "amount": Decimal("-17.06")}
    sold(world, world.don_luis, "2026-11-05", back, kind="correction", corrects=first, seller=world.user("beto"))
    sold(world, world.don_luis, "2026-11-06", {"text": "Café", "amount": Money(Decimal(9), "USD")})
    return world


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def behind(url: str, actor: Any, currency: str) -> tuple[Decimal, Decimal]:
    """What the rows of an address come to: without tax, and what is left of them."""
    if urlsplit(url).path == "/summary/lines":
        sums = Lines(actor, asked(url)).sums
        return next(((one.net.amount, one.margin.amount) for one in sums if one.net.currency == currency), (0, 0))  # type: ignore[return-value]
    rows = Rows("sales.Sale", actor, asked(url)["filter"])
    return tuple(  # type: ignore[return-value]
        next((money.amount for money in rows.sums(name) if money.currency == currency), Decimal(0))
        for name in ("net", "margin")
    )


@pytest.mark.parametrize("period", ["2026-11", "2026-Q4", "2026", "12m", "2025"])
@pytest.mark.parametrize("who", ["ana", "beto"])
def test_every_figure_is_what_its_rows_come_to(shop: World, period: str, who: str) -> None:
    """Ana sees all by the kept sums; Beto, whose profile is narrowed to his own, by plain ones."""
    actor = shop.actor(who)
    if who == "beto":
        profile = Profile.objects.get(code=actor.profile)
        set_rights(profile, by=shop.actor("ana"), scopes={("sales.Sale", "view"): "own"}, fields={})
    found = Summary(actor, read(period, TODAY))  # type: ignore[arg-type]
    figures, currency = found.figures, found.currency

    assert isinstance(found.source, Kept if who == "ana" else Plain)
    assert behind(found.to.sales(), actor, currency)[0] == figures.net
    assert behind(found.to.lines(), actor, currency) == (figures.net, figures.margin)
    assert Rows("sales.Sale", actor, asked(found.to.documents())["filter"]).count().number == figures.sales
    assert Rows("directory.Party", actor, asked(found.to.buyers())["filter"]).count().number == figures.buyers
    for month in found.months:
        assert behind(month.url, actor, currency)[0] == month.now
        assert behind(month.before_url, actor, currency)[0] == month.before
    for table in found.tables:
        rows = [*table.rows, *([table.anonymous] if table.anonymous else [])]
        assert sum(row.figures.net for row in rows) == figures.net
        for row in rows:
            assert behind(row.sales_url, actor, currency)[0] == row.figures.net
            assert behind(row.margin_url, actor, currency)[1] == row.figures.margin


def test_the_margin_is_of_what_has_a_known_cost(shop: World) -> None:
    """The example of docs/rules/summary.md, before a cup came back."""
    found = Summary(shop.actor("ana"), read("2026-11", TODAY))  # type: ignore[arg-type]
    cups = Figures(Decimal("51.17"), Decimal("51.17"), Decimal("17.57"))

    assert found.figures.net == Decimal("151.17") - Decimal("17.06")
    assert cups.rate == Decimal("0.343")
    assert (found.figures.sales, found.figures.buyers) == (1, 1)
    assert Figures(net=Decimal("151.17"), sales=1).mean == Decimal("151.17")


def test_a_year_before_is_the_same_dates(shop: World) -> None:
    """The sale of 2 November 2025 counts, that of December does not."""
    found = Summary(shop.actor("ana"), read("2026-Q4", TODAY))  # type: ignore[arg-type]

    assert found.before == Decimal("56.85")


def test_what_is_kept_says_the_same_as_plain_sums(shop: World) -> None:
    kept, plain = Kept(), Plain(Sale.objects.all())

    for text in ("2026-11", "2026-Q4", "2026", "12m", "2025"):
        period = read(text, TODAY)
        assert period is not None
        assert kept.whole(period) == plain.whole(period)
        assert kept.between(period.start, TODAY, "EUR") == plain.between(period.start, TODAY, "EUR")
        assert kept.months(period.start, period.end, "EUR") == plain.months(period.start, period.end, "EUR")
        for by in (*[axis for axis in Axis if axis is not Axis.ALL], FAMILY):
            assert kept.most(by, period, "EUR", 10) == plain.most(by, period, "EUR", 10)


def test_currencies_are_chosen_between_and_never_added(shop: World) -> None:
    page = shop.client("ana").get("/summary/?period=2026-11&currency=USD", HTTP_ACCEPT_LANGUAGE="es").content.decode()

    assert "9,00 US$" in page.replace("\xa0", " ").replace("USD", "US$") or "9,00" in page
    assert "134,11" not in page


def test_whoever_may_not_know_the_cost_sees_nothing_of_it(shop: World) -> None:
    """The counter: no margin on the page, in the lines, in the API."""
    caja = shop.client("caja")
    page = caja.get("/summary/?period=2026", HTTP_ACCEPT_LANGUAGE="es").content.decode()

    assert "Ventas sin impuestos" in page
    assert "Margen" not in page
    assert "Margen" not in caja.get("/summary/lines", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert not Summary(shop.actor("caja"), read("2026", TODAY)).costs  # type: ignore[arg-type]


def test_whoever_may_not_know_amounts_has_no_such_page(shop: World) -> None:
    profile = Profile.objects.get(code=shop.actor("caja").profile)
    set_rights(profile, by=shop.actor("ana"), scopes={}, fields={("sales.Sale", "total"): "hidden"})

    assert shop.client("caja").get("/summary/").status_code == 403


def test_a_hidden_customer_takes_his_table_with_him(shop: World) -> None:
    profile = Profile.objects.get(code=shop.actor("lola").profile)
    set_rights(profile, by=shop.actor("ana"), scopes={}, fields={("sales.Sale", "party"): "hidden"})
    page = shop.client("lola").get("/summary/?period=2026").content.decode()

    assert "Rosa Gil" not in page
    assert "Rosa Gil" not in shop.client("lola").get("/summary/lines").content.decode()


def test_a_table_goes_out_as_a_file_and_is_noted(shop: World) -> None:
    """First it is asked what it is for; without an answer nothing leaves and nothing is noted."""
    browser, body = shop.client("ana"), {"table": "customers", "period": "2026", "format": "csv-semicolon"}
    asked = browser.get("/summary/export", body, HTTP_ACCEPT_LANGUAGE="es", HTTP_HX_REQUEST="true")
    assert "¿Para qué es?" in asked.content.decode()
    refused = browser.post("/summary/export", body | {"step": "run", "reason": " "}, HTTP_ACCEPT_LANGUAGE="es")
    assert refused.status_code == 422
    assert not ExportLog.objects.exists()

    answer = browser.post("/summary/export", body | {"step": "run", "reason": "Para la gestoría"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert rows[0][:3] == ["Clientes", "Moneda", "Sin impuestos"]
    assert rows[1][0] == "Luis Ferrer Lasala"
    assert [row[2] for row in rows[1:]] == ["134,11", "37,9"]
    noted = ExportLog.objects.get()
    assert (noted.filter["filter"]["table"], noted.reason) == ("customers", "Para la gestoría")


def test_the_api_says_what_the_page_says(shop: World) -> None:
    _row, token = create_token(shop.user("ana"), name="Cuadro", by=shop.actor("ana"))
    from django.test import Client

    headers = {"Authorization": f"Bearer {token}"}
    told = json.loads(Client().get("/api/v1/sales/summary?period=2026", headers=headers).content)

    assert told["total"]["net"] == {"amount": "172.01", "currency": "EUR"}
    assert [row["name"] for row in told["tables"]["customers"]] == ["Luis Ferrer Lasala", "Rosa Gil"]
    assert Client().get("/api/v1/sales/summary?period=ayer", headers=headers).status_code == 400


def test_a_shop_that_has_sold_nothing_is_told_what_the_page_is_for(world: World) -> None:
    page = world.client("ana").get("/summary/", HTTP_ACCEPT_LANGUAGE="es").content.decode()

    assert "Todavía no se ha vendido nada" in page
    assert "0,00" not in page


def test_the_page_asks_as_much_for_ten_customers_as_for_two(shop: World) -> None:
    asked = []
    for more in (2, 8):
        for at in range(more):
            sold(shop, shop.person(f"Cliente {at}"), "2026-11-10", {"text": "Té", "amount": Decimal(5)})
        with CaptureQueriesContext(connection) as queries:
            assert shop.client("ana").get("/summary/").status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_lines_go_on_page_by_page(shop: World) -> None:
    """Fifty a page, the last first, none twice."""
    lines = [{"text": f"Línea {number}", "amount": Decimal(1)} for number in range(60)]
    sold(shop, None, "2026-11-20", *lines)
    actor = shop.actor("ana")
    first = Lines(actor, {})
    second = Lines(actor, {"after": first.next})

    seen = [line.pk for line in (*first.shown, *second.shown)]
    assert len(seen) == len(set(seen)) == sum(one.number for one in first.sums)
    assert second.next == ""
