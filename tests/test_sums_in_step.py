"""Whatever happens to sales, the sums that are kept are those of a plain computation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tendero.catalog.models import Product
from tendero.demo.actions.synthetic import seed
from tendero.insight import actions
from tendero.insight.actions import keeping
from tendero.insight.models import Axis, Tally
from tendero.insight.queries.health import drifted
from tendero.insight.rules.periods import Span
from tendero.kernel import clock, events
from tendero.kernel.money import Money
from tendero.records import registry, writing
from tendero.records.exchange import running
from tendero.sales.events import SalesWritten
from tendero.sales.models import Channel, Sale
from tests import imports
from tests.world import World

COLUMNS = ["axis", "span", "start", "thing", "currency", "net", "known", "margin", "units", "sales", "buyers"]


def told() -> list[tuple[Any, ...]]:
    return sorted(Tally.objects.values_list(*COLUMNS))


def anew() -> list[tuple[Any, ...]]:
    """What working everything out from nothing says."""
    actions.rebuild()
    return told()


def sold(world: World, party: Any, on: dt.date, *, net: str = "10", **values: Any) -> Any:
    line = {"text": "Café", "quantity": Decimal(2), "amount": Decimal(net), **values.pop("line", {})}
    return writing.add(
        registry.get(Sale.record_key), {"party": party, "on": on, "lines": [line], **values}, by=world.actor("ana")
    )


def test_a_sale_counts_in_its_day_month_quarter_year_and_the_twelve_months(world: World) -> None:
    """One sale of ten euros that cost six: in all of them, to the cent, and one customer."""
    day = clock.today()
    sold(world, world.don_luis, day, line={"cost": Decimal(6)})

    spans = Tally.objects.filter(axis=Axis.ALL).order_by("span")
    assert [row.span for row in spans] == [span.value for span in Span]
    assert {(row.net, row.known, row.margin, row.sales) for row in spans} == {(10, 10, 4, 1)}
    assert [row.buyers for row in spans] == [0, 1, 1, 1, 1]
    assert told() == anew()


def test_sums_follow_every_way_a_sale_comes_and_goes(world: World) -> None:
    """By hand, given to another, on another day, in the bin and out, with a file and its undoing, anonymous."""
    ana, rosa, record = world.actor("ana"), world.person("Rosa", "Gil"), registry.get(Sale.record_key)
    first = sold(world, world.don_luis, dt.date(2026, 2, 27))
    second = sold(world, None, dt.date(2026, 2, 28), channel=Channel.objects.first(), seller=world.user("beto"))
    assert told() == anew() != []

    writing.edit(record, first, {"party": rosa, "on": dt.date(2025, 12, 31)}, by=ana)
    assert told() == anew()
    assert not Tally.objects.filter(axis=Axis.PARTY, thing=world.don_luis.pk).exists()

    writing.to_bin(record, [first, second], by=ana)
    assert told() == []
    writing.restore(record, [first], by=ana)
    assert told() == anew() != []

    batch = imports.begin("Fecha;Cliente;Importe\n03/02/2026;Rosa Gil;10\n05/02/2026;;7\n", by=ana, slug="sales")
    imports.run(batch, by=ana)
    assert told() == anew()
    imports.revert(batch, by=ana)
    assert told() == anew()


def test_a_seeded_company_has_the_sums_of_its_sales(world: World) -> None:
    seed(parties=40, sales=600, say=lambda text, **values: None)

    assert drifted() == 0
    assert told() == anew() != []


def test_a_new_month_begins_its_own_twelve(world: World) -> None:
    """A year later nothing of today is among the twelve months; the first sale sees to it, and so does the night."""
    sold(world, world.don_luis, clock.today())
    with clock.travelled(dt.timedelta(days=400)):
        actions.roll(clock.today())
        assert not Tally.objects.filter(span=Span.TWELVE).exists()
        sold(world, world.don_luis, clock.today())
        assert told() == anew()


def test_what_has_drifted_is_found_and_mended(world: World) -> None:
    sold(world, world.don_luis, clock.today())
    Tally.objects.filter(axis=Axis.SELLER, span=Span.DAY).update(net=11)

    assert drifted() == 1
    actions.rebuild()
    assert drifted() == 0


moves = st.lists(
    st.tuples(
        st.sampled_from(["sell", "anonymous", "return", "bin", "restore", "give", "move", "dollars", "line"]),
        st.integers(0, 1),
        st.integers(0, 400),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def made(world: World, what: str, who: Any, product: Any, number: int) -> bool:
    """Whether the move was one that makes a sale; then it is made."""
    day = clock.today() - dt.timedelta(days=number)
    if what == "dollars":
        sold(world, who, day, line={"amount": Money(Decimal(7), "USD")})
    elif what == "return":
        sold(world, who, day, net="-3", kind="correction", line={"quantity": Decimal(-1)})
    elif what == "sell":
        sold(world, who, day, line={"product": product, "amount": Decimal(number)})
    elif what == "anonymous":
        sold(world, None, day, seller=world.user("beto"))
    return what in ("dollars", "return", "sell", "anonymous")


def moved(world: World, what: str, row: Any, who: Any, number: int) -> None:
    """What may happen to a sale that is there."""
    ana, record = world.actor("ana"), registry.get(Sale.record_key)
    if row.binned_at is not None:
        if what == "restore":
            writing.restore(record, [row], by=ana)
        return
    if what == "bin":
        writing.to_bin(record, [row], by=ana)
        return
    lines = [{"text": "Té", "quantity": Decimal(1), "amount": Decimal(number)}]
    day = clock.today() - dt.timedelta(days=number)
    change = {"give": {"party": who}, "move": {"on": day}, "line": {"lines": lines}}
    writing.edit(record, row, change.get(what, {"party": None}), by=ana)


def test_whatever_happens_to_sales_sums_are_what_a_plain_computation_says(world: World) -> None:
    """Two customers, a product, a dozen moves in any order."""
    people = [world.don_luis, world.person("Rosa", "Gil")]
    product = world.make(Product(name="Café en grano", price=Decimal(5), cost=Decimal(3)))

    @settings(max_examples=15, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(moves)
    def all_of_it(steps: list[tuple[str, int, int]]) -> None:
        for what, who, number in steps:
            rows = list(Sale.everything.filter(kind="sale", currency="EUR").order_by("pk"))
            if not made(world, what, people[who], product, number) and rows:
                moved(world, what, rows[number % len(rows)], people[who], number)
        assert told() == anew()

    all_of_it()


def test_keeping_step_asks_as_little_for_ten_as_for_three(world: World) -> None:
    asked = []
    for more in (3, 7):
        for at in range(more):
            sold(world, world.person(f"Cliente {at}"), clock.today())
        Tally.objects.all().update(net=0)
        with CaptureQueriesContext(connection) as queries:
            actions.keep_in_step(Sale.objects.values_list("party", flat=True), [clock.today()])
        asked.append(len(queries))

    assert asked[0] == asked[1] < 24


def test_a_file_of_most_that_was_ever_sold_has_everything_worked_out_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty days of a company that has no others: in whole. As many beside a longer past: by their difference."""
    ana, asked = world.actor("ana"), []
    monkeypatch.setattr(keeping, "rebuild", lambda: asked.append("anew") or actions.rebuild())
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(40)]
    rows = "".join(f"{day:%d/%m/%Y};Rosa Gil;10\n" for day in days)
    imports.run(imports.begin(f"Fecha;Cliente;Importe\n{rows}", by=ana, slug="sales"), by=ana)
    assert asked == ["anew"]
    assert told() == anew() != []

    sold(world, world.don_luis, dt.date(2025, 6, 1))
    assert asked == ["anew"]
    past = "".join(f"{day - dt.timedelta(days=400):%d/%m/%Y};Rosa Gil;7\n" for day in days[:35])
    imports.run(imports.begin(f"Fecha;Cliente;Importe\n{past}", by=ana, slug="sales"), by=ana)
    assert asked == ["anew"]
    assert told() == anew()


def test_a_file_tells_of_its_sales_once_though_its_tickets_lie_across_its_chunks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three tickets of three lines, two rows a chunk: whoever keeps sums is told at the end, and they are right."""
    told_of: list[SalesWritten] = []
    monkeypatch.setitem(events._now, SalesWritten, [*events._now[SalesWritten], told_of.append])
    monkeypatch.setattr(running, "CHUNK", 2)
    rows = "".join(f"T-{at // 3};0{at // 3 + 1}/02/2026;Rosa Gil;{at}\n" for at in range(9))
    batch = imports.begin(f"Ticket;Fecha;Cliente;Importe\n{rows}", by=world.actor("ana"), slug="sales")

    imports.run(batch, by=world.actor("ana"))

    assert [len(event.days) for event in told_of] == [3]
    assert sorted(Sale.objects.values_list("net", flat=True)) == [3, 12, 21]
    assert told() == anew() != []
