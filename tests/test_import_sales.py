"""Sales of other programs come in: a row a line or a row a ticket, once, to the cent, and can be taken back."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.catalog.models import Product
from tendero.config.cli import import_file
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.records.exchange import running
from tendero.sales.models import Kind, Sale, SaleLine
from tests import imports
from tests.world import World

BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:]]
TICKETS = """Fecha;Ticket;Cliente;NIF;Artículo;Cantidad;Precio;Dto %;% IVA;Base;Forma de pago
03/02/2026;T-1;Bar Torrero SL;B50118421;Café en grano;2;"1.234,50";0;10;"2.469,00";Tarjeta
03/02/2026;T-1;Bar Torrero SL;B50118421;Azúcar;10;1,20;50;10;6,00;Tarjeta
04/02/2026;T-2;Luis Ortiz Ibáñez;;CAFÉ EN GRANO;1;1.234,50;;10;1.234,50;Efectivo
05/02/2026;T-3;;;Azúcar;1;1,20;;10;1,20;Efectivo
06/02/2026;A-1;Bar Torrero SL;B50118421;Azúcar;-1;1,20;;10;(1,20);Tarjeta
"""


def bring(text: str | bytes, *, by: Actor, **options: Any) -> dict[str, int]:
    return imports.bring(text, by=by, slug="sales", **options)


def begin(text: str | bytes, *, by: Actor, **options: Any) -> Any:
    return imports.begin(text, by=by, slug="sales", **options)


def test_the_preview_shows_to_whom_the_customer_is_joined(world: World) -> None:
    ana = world.actor("ana")
    world.make(Party(kind="organisation", name="Torrero Restauración SL", tax_id="B50118421", tax_country="ES"))
    batch = begin(TICKETS, by=ana)
    first = running.foresee(batch, by=ana)["first"]
    assert [row["details"][2] for row in first[:4]] == [
        "Bar Torrero SL → Torrero Restauración SL", "Bar Torrero SL → Torrero Restauración SL", "Luis Ortiz Ibáñez", "",
    ]  # fmt: skip
    imports.run(batch, by=ana)
    again = running.foresee(begin(TICKETS, by=ana), by=ana)["first"]
    assert again[0]["details"][2] == "Bar Torrero SL → Torrero Restauración SL"


def test_rows_of_one_ticket_are_one_sale_with_its_customer_and_goods(world: World) -> None:
    """Two lines of T-1, the café of another shop's spelling, somebody unknown at the counter, and a return."""
    assert bring(TICKETS, by=world.actor("ana")) == {"created": 5}

    told = Sale.objects.order_by("on", "pk").values_list("number", "kind", "party__name", "net", "tax_amount", "total")
    assert list(told) == [
        ("T-1", Kind.SALE, "Bar Torrero SL", Decimal("2475.00"), Decimal("247.50"), Decimal("2722.50")),
        ("T-2", Kind.SALE, "Luis Ortiz Ibáñez", Decimal("1234.50"), Decimal("123.45"), Decimal("1357.95")),
        ("T-3", Kind.SALE, None, Decimal("1.20"), Decimal("0.12"), Decimal("1.32")),
        ("A-1", Kind.RETURN, "Bar Torrero SL", Decimal("-1.20"), Decimal("-0.12"), Decimal("-1.32")),
    ]
    assert sorted(Product.objects.values_list("name", flat=True)) == ["Azúcar", "Café en grano"]
    assert Sale.objects.get(number="T-2").payment.name == "Efectivo"


def test_the_same_file_again_and_a_longer_one_bring_only_what_is_new(world: World) -> None:
    """What was sold is known again by number and day; the export of the next week holds this week's too."""
    bring(TICKETS, by=world.actor("ana"))
    longer = TICKETS + "06/02/2026;T-1;Bar Torrero SL;B50118421;Azúcar;1;1,20;;10;1,20;Tarjeta\n"

    assert bring(TICKETS, by=world.actor("ana")) == {"unchanged": 5}
    assert bring(longer, by=world.actor("ana")) == {"created": 1, "unchanged": 5}
    assert (Sale.objects.count(), SaleLine.objects.count(), Party.objects.count()) == (5, 6, 2)


def test_two_rows_alike_are_two_purchases_and_stay_two(world: World) -> None:
    """Without a number each row is a sale of its own: he took one coffee in the morning and another like it."""
    rows = "Fecha;Cliente;Artículo;Importe\n" + "03/02/2026;Luis Ortiz;Café;1,20\n" * 2

    assert bring(rows, by=world.actor("ana")) == {"created": 2}
    assert bring(rows, by=world.actor("ana")) == {"unchanged": 2}
    assert Sale.objects.count() == 2


def test_the_dry_run_says_what_would_be_made_and_what_the_file_adds_up_to(world: World) -> None:
    """Before confirming: documents, customers, products, and both totals; the row that cannot be read is the gap."""
    batch = begin(TICKETS + "07/02/2026;T-4;;;Azúcar;1;;;;mucho;\n", by=world.actor("ana"))

    foreseen = running.foresee(batch, by=world.actor("ana"))

    assert foreseen["counts"] == {"created": 5, "failed": 1}
    assert (
        foreseen["problems"][0]["reason"] == "Importe sin impuestos: «mucho» no es un importe. Escríbelo como 1.234,50."
    )
    told = {"documents": 4, "customers": 2, "products": 2, "file:EUR": 37_095_000, "stored:EUR": 37_095_000}
    assert foreseen["tally"] == told
    assert Sale.objects.count() == 0
    imports.run(batch, by=world.actor("ana"))
    assert batch.tally == told


def test_taken_back_and_brought_again(world: World) -> None:
    """Undoing the import puts its sales, customers and goods in the bin; importing again takes them out."""
    ana = world.actor("ana")
    batch = begin(TICKETS, by=ana)
    imports.run(batch, by=ana)

    imports.revert(batch, by=ana)

    assert (Sale.objects.count(), Party.objects.count(), Product.objects.count()) == (0, 0, 0)
    assert bring(TICKETS, by=ana) == {"updated": 5}
    assert Sale.objects.count() == 4
    assert Sale.objects.get(number="T-1").total == Decimal("2722.50")


def test_what_lies_in_the_bin_comes_out_stays_or_is_added_again_as_the_import_is_told(world: World) -> None:
    """Three answers to one question; whoever may not change a sale takes none out of the bin."""
    ana = world.actor("ana")
    batch = begin(TICKETS, by=ana)
    imports.run(batch, by=ana)
    imports.revert(batch, by=ana)

    assert bring(TICKETS, by=ana, binned="skip") == {"skipped": 5}
    scopes = {("sales.Sale", "import"): "all", ("sales.Sale", "add"): "all", ("sales.Sale", "change"): "none"}
    set_rights(Profile.objects.get(code=world.actor("beto").profile), by=ana, scopes=scopes, fields={})
    assert bring(TICKETS, by=world.actor("beto")) == {"skipped": 5}
    assert Sale.objects.count() == 0

    assert bring(TICKETS, by=ana, binned="add") == {"created": 5}
    assert (Sale.objects.count(), Sale.everything.count()) == (4, 8)
    assert bring(TICKETS, by=ana, binned="add") == {"unchanged": 5}


def test_sales_come_out_of_the_bin_in_as_few_questions_for_forty_as_for_four(world: World) -> None:
    ana, asked = world.actor("ana"), []
    for number in (4, 40):
        rows = "".join(f"03/02/2026;{number}-{at};Luis Ortiz;Café;1,20\n" for at in range(number))
        batch = begin("Fecha;Ticket;Cliente;Artículo;Importe\n" + rows, by=ana)
        imports.run(batch, by=ana)
        imports.revert(batch, by=ana)
        again = begin("Fecha;Ticket;Cliente;Artículo;Importe\n" + rows, by=ana)
        with CaptureQueriesContext(connection) as queries:
            assert imports.run(again, by=ana) == {"updated": number}
        asked.append(len(queries))

    assert asked[1] - asked[0] < 10


def test_rows_that_fail_leave_no_customer_and_no_product_behind(world: World) -> None:
    """A ticket in two currencies brings nobody and nothing."""
    rows = (
        "Fecha;Ticket;Cliente;Artículo;Importe\n03/02/2026;1;Luis Ortiz;Café;10 €\n03/02/2026;1;Luis Ortiz;Té;10 USD\n"
    )

    assert bring(rows, by=world.actor("ana")) == {"failed": 2}
    assert (Party.objects.count(), Product.objects.count()) == (0, 0)


def test_a_file_with_tax_counts_by_its_totals(world: World) -> None:
    """A till's export says only what was paid: the tax comes off, and the total stays to the cent."""
    bring("Fecha y hora;Ticket;Total;% IVA\n03/02/2026 9:45;7;10,00;21\n", by=world.actor("ana"))

    sale = Sale.objects.get()
    assert (sale.on, sale.hour) == (dt.date(2026, 2, 3), dt.time(9, 45))
    assert (sale.net, sale.tax_amount, sale.total) == (Decimal("8.26"), Decimal("1.74"), Decimal("10.00"))


def test_what_a_file_calls_a_return_comes_off(world: World) -> None:
    """A program that writes returns above zero says so in a column of its own."""
    rows = "Fecha;Tipo;Ticket;Importe;Coste\n03/02/2026;Venta;1;10,00;6\n03/02/2026;Devolución;1;10,00;6\n"

    assert bring(rows, by=world.actor("ana")) == {"created": 2}
    assert sorted(Sale.objects.values_list("kind", "net", "margin")) == [
        ("return", Decimal("-10.00"), Decimal("-4.00")),
        ("sale", Decimal("10.00"), Decimal("4.00")),
    ]


def test_whoever_may_only_add_his_own_sales_brings_them_as_his(world: World) -> None:
    """Beto's file says no seller: they are his. What it says of Nuria's, another team's, stays out with the reason."""
    world.user("nuria")
    scopes = {("sales.Sale", "import"): "all", ("sales.Sale", "add"): "own"}
    set_rights(Profile.objects.get(code=world.actor("beto").profile), by=world.actor("ana"), scopes=scopes, fields={})
    rows = "Fecha;Ticket;Importe;Vendedor\n03/02/2026;1;10,00;\n03/02/2026;2;10,00;nuria\n"
    batch = begin(rows, by=world.actor("beto"))

    assert imports.run(batch, by=world.actor("beto")) == {"created": 1, "failed": 1}
    assert Sale.objects.get().seller == world.user("beto")
    assert batch.outcomes.get(outcome="failed").reason == "Tu perfil solo puede añadir ventas tuyas."


def test_currencies_are_never_added_together(world: World) -> None:
    """Two in one document are a mistake of the file; two documents have two sums."""
    rows = "Fecha;Ticket;Importe\n03/02/2026;1;10 €\n03/02/2026;1;10 USD\n03/02/2026;2;5 USD\n"
    batch = begin(rows, by=world.actor("ana"))

    assert imports.run(batch, by=world.actor("ana")) == {"created": 1, "failed": 2}
    assert {name: n for name, n in batch.tally.items() if ":" in name} == {
        "file:EUR": 100_000, "file:USD": 150_000, "stored:USD": 50_000,
    }  # fmt: skip


cells = st.tuples(
    st.sampled_from(["03/02/2026", "4/2/26", "2026-02-05", "no"]),
    st.sampled_from(["", "", "T-1", "T-2", "t-1"]),
    st.sampled_from(["", "Luis Ortiz Ibáñez", "Bar Torrero SL", "Rosa Gil"]),
    st.sampled_from(["", "luis@x.es", "bar@x.es"]),
    st.sampled_from(["Café", "GTX Pro", "GTXPro", "Azúcar", "", "***", "咖啡"]),
    st.sampled_from(["1", "2", "-1", "0,5"]),
    st.sampled_from(["1,20", "1.234,50", "(3,00)", "0", "x", "999999999999999"]),
    st.sampled_from(["", "EUR", "USD"]),
    st.sampled_from(["", "", "15", "33,333", "150", "-5"]),
)
TITLES = ["Fecha", "Ticket", "Cliente", "E-mail", "Artículo", "Cantidad", "Importe", "Moneda", "Dto %"]
files = st.lists(cells, min_size=1, max_size=14)


class _Back(Exception):
    """Takes back what an example wrote."""


def a_file(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([TITLES, *rows])
    return out.getvalue()


def test_a_dry_run_says_what_the_run_does_wherever_the_chunks_are_cut_and_again_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever repeats in the file or was there; sums of sales are those of their lines; the totals agree."""
    ana = world.actor("ana")

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rows=files, before=st.one_of(st.just([]), files), chunk=st.integers(1, 6))
    def compared(rows: list[tuple[str, ...]], before: list[tuple[str, ...]], chunk: int) -> None:
        monkeypatch.setattr(running, "CHUNK", chunk)
        try:
            with transaction.atomic():
                if before:
                    bring(a_file(before), by=ana)
                batch = begin(a_file(rows), by=ana)
                foreseen = running.foresee(batch, by=ana)
                counts = imports.run(batch, by=ana)
                assert (foreseen["counts"], foreseen["tally"]) == (counts, batch.tally)
                for sale in Sale.objects.all():
                    lines = list(sale.lines.all())
                    assert sale.net == sum((line.amount for line in lines), Decimal(0))
                again = bring(a_file(rows), by=ana)
                assert not again.keys() & {"created", "updated"}
                sold = Product.objects.filter(sale_lines__isnull=False).distinct().count()
                assert Product.objects.count() == sold
                raise _Back
        except _Back:
            pass

    compared()


SAMPLES = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
CDNOW = SAMPLES / "cdnow" / "CDNOW_sample.txt"
SUPERSTORE = SAMPLES / "superstore" / "Sample - Superstore.csv"
NORTHWIND = SAMPLES / "northwind" / "data"


def command(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `./tendero import sales` answers, on the database of this test."""
    options = import_file_options("sales", *arguments, "--json")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_file, "start", lambda **_options: None)
        assert import_file.run(options) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def import_file_options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    import_file.configure(parser)
    return parser.parse_args(arguments)


@pytest.mark.skipif(not CDNOW.is_file(), reason="the sample of CDNOW is not here")
def test_the_purchases_of_cdnow_are_exact(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """6,919 purchases of 2,357 customers, 244,091.94 dollars, in columns parted by blanks and without titles."""
    targets = {"1": "customer.reference:CDNOW", "3": "date", "4": "quantity", "5": "amount"}
    (tmp_path / "map.json").write_text(json.dumps(targets))

    told = command(
        str(CDNOW), "--delimiter", " ", "--header-row", "0", "--map", str(tmp_path / "map.json"), "--currency", "USD",
        capsys=capsys,
    )  # fmt: skip

    assert told["tally"] == {
        "documents": 6_919, "customers": 2_357, "file:USD": 2_440_919_400, "stored:USD": 2_440_919_400,
    }  # fmt: skip
    assert Sale.objects.aggregate(net=Sum("net"))["net"] == Decimal("244091.94")
    assert Party.objects.count() == 2_357


@pytest.mark.skipif(not SUPERSTORE.is_file(), reason="the sample of a superstore is not here")
def test_the_orders_of_a_superstore_are_exact(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """9,994 lines of 5,009 orders with margin: what the file adds up to is what is stored, in sales and in margin."""
    with SUPERSTORE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    told = command(str(SUPERSTORE), "--currency", "USD", capsys=capsys)

    assert {name: told["tally"][name] for name in ("documents", "customers")} == {"documents": 5_009, "customers": 793}
    assert told["counts"]["created"] == len(rows) == 9_994
    sums = SaleLine.objects.aggregate(amount=Sum("amount"), margin=Sum("margin"))
    assert sums == {
        "amount": sum((Decimal(row["Sales"]) for row in rows), Decimal(0)),
        "margin": sum((Decimal(row["Profit"]) for row in rows), Decimal(0)),
    }


@pytest.mark.skipif(not NORTHWIND.is_dir(), reason="the sample of Northwind is not here")
def test_related_tables_are_joined_by_what_they_share(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2,155 lines of 830 orders of 89 customers in four tables: 1,265,793.04 net of discount, as published."""
    targets = {
        "orderID": "number", "orderDate": "date", "companyName": "customer.name",
        "customerID": "customer.reference:Northwind", "unitPrice (products)": "",
    }  # fmt: skip
    (tmp_path / "map.json").write_text(json.dumps(targets))
    others = [f"{NORTHWIND / name}.csv:{key}" for name, key in
              (("orders", "orderID"), ("customers", "customerID"), ("products", "productID"))]  # fmt: skip

    told = command(
        str(NORTHWIND / "order-details.csv"), *(part for other in others for part in ("--join", other)),
        "--map", str(tmp_path / "map.json"), "--currency", "USD", capsys=capsys,
    )  # fmt: skip

    assert told["tally"] == {
        "documents": 830, "customers": 89, "products": 77, "file:USD": 12_657_930_395, "stored:USD": 12_657_930_395,
    }  # fmt: skip
    assert round(Sale.objects.aggregate(net=Sum("net"))["net"], 2) == Decimal("1265793.04")
