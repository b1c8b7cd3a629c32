"""Hoy says whom to call, why, and how much is at stake; what purchases say follows every way they come and go."""

from __future__ import annotations

import datetime as dt
import json
import operator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Grant, Profile
from tendero.access.policy import KEPT
from tendero.activities.actions import log_activity
from tendero.demo.actions.synthetic import seed
from tendero.kernel import clock, jobs
from tendero.kernel.actor import Actor
from tendero.kernel.kept import touch
from tendero.metrics import actions
from tendero.metrics.models import PartyRhythm
from tendero.metrics.panels import late_today, rhythm
from tendero.metrics.queries.late import late_customers
from tendero.records import filters, registry, writing
from tendero.records import rows as rows_module
from tendero.records.exchange import running
from tendero.records.rows import Rows
from tendero.sales.models import PaymentMethod, Sale, SaleLine
from tests import imports
from tests.world import World


def sold(world: World, party: Any, *ago: int, net: str = "100", by: str = "ana") -> list[Any]:
    """He bought so many days ago, each time for that much."""
    record, day = registry.get(Sale.record_key), clock.today()
    line = {"text": "Café en grano", "quantity": Decimal(1), "price": Decimal(net)}
    return [
        writing.add(record, {"party": party, "on": day - dt.timedelta(days=days), "lines": [line]}, by=world.actor(by))
        for days in ago
    ]


def test_whoever_is_late_is_on_hoy_with_the_reason_until_somebody_calls_him(world: World) -> None:
    """Don Luis buys every 26 days and it has been 41; Beto calls him and he leaves the list."""
    beto = world.actor("beto")
    sold(world, world.don_luis, 145, 119, 94, 67, 41)
    sold(world, world.person("Rosa", "Gil", owner="beto"), 60, 40, 20, 2)
    browser = Client()
    browser.force_login(world.user("beto"))

    hoy = browser.get("/", HTTP_ACCEPT_LANGUAGE="es").content.decode()

    assert "Compra cada 26 días; lleva 41" in hoy
    assert "Rosa Gil" not in hoy.partition("Clientes a los que llamar")[2].partition("</section>")[0]
    log_activity(world.don_luis, kind="call", by=beto)
    assert not late_customers(beto, clock.today(), everyone=False).exists()


def test_who_is_worth_more_comes_first_and_others_customers_do_not(world: World) -> None:
    """Beto sees his own by what they bought in their last year; Nuria's are hers."""
    small, large = world.company("Bar Torrero", owner="beto"), world.company("Hotel Ebro", owner="beto")
    for party, net in ((small, "10"), (large, "90"), (world.company("Café Oasis", owner="nuria"), "500")):
        sold(world, party, 90, 70, 50, net=net)

    found = late_customers(world.actor("beto"), clock.today(), everyone=False)

    assert [row.party.name for row in found] == ["Hotel Ebro", "Bar Torrero"]
    assert [row.stake for row in found] == [Decimal(270), Decimal(30)]


def test_hoy_asks_as_little_for_seven_late_customers_as_for_one(world: World) -> None:
    """What each usually buys and pays with is his own; the page does not go and ask for it one by one."""
    browser, asked = Client(), []
    browser.force_login(world.user("beto"))
    for rows in (range(1), range(1, 7)):
        for number in rows:
            party = world.company(f"Bar {number}", owner="beto")
            sold(world, party, 90, 70, 50)
            payment = PaymentMethod.objects.order_by("pk")[number % 2]
            PartyRhythm.objects.filter(party=party).update(payment=payment)
        browser.get("/")  # the first time sets out what is kept
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/").content.decode().count('class="t-call"') == len(PartyRhythm.objects.all())
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_customers_of_nobody_are_for_whoever_sees_them(world: World) -> None:
    """A shop that has just brought its Excel has given none to anybody; Beto sees those of nobody, not Nuria's."""
    sold(world, world.company("Bar Torrero"), 90, 70, 50)
    sold(world, world.company("Café Oasis", owner="nuria"), 90, 70, 50)

    found = late_customers(world.actor("beto"), clock.today(), everyone=False)

    assert [row.party.name for row in found] == ["Bar Torrero"]


def test_the_list_asks_and_shows_how_customers_buy(world: World) -> None:
    """Late customers as a view, and by what they bought in a year."""
    ana = world.actor("ana")
    sold(world, world.don_luis, 145, 119, 94, 67, 41)
    sold(world, world.person("Rosa", "Gil"), 3, net="900")

    late = Rows("directory.Party", ana, {"field": "customer_state", "op": "eq", "value": "late"})
    much = Rows(
        "directory.Party", ana, {"field": "year_purchases", "op": "gt", "value": {"amount": "800", "currency": "EUR"}}
    )
    never = Rows("directory.Party", ana, {"field": "last_purchase", "op": "empty"})

    assert [row.name for row in late.queryset()] == ["Luis Ferrer Lasala"]
    assert [row.name for row in much.queryset()] == ["Rosa Gil"]
    assert not never.queryset().filter(name__in=["Luis Ferrer Lasala", "Rosa Gil"]).exists()


def test_days_of_delay_are_a_column_a_filter_and_an_order_that_no_night_writes(world: World) -> None:
    """Don Luis was expected 55 days ago, Rosa seven; tomorrow it is one more, and nothing was written."""
    ana, browser = world.actor("ana"), world.client("ana")
    rosa = world.person("Rosa", "Gil")
    sold(world, world.don_luis, 130, 110, 80)  # intervals 20, 30: the median is 25
    sold(world, rosa, 52, 42, 22)
    sold(world, world.person("Paz", "Cano"), 40, 20, 0)
    late = {"field": "days_late", "op": "gt", "value": 30}

    page = browser.get("/parties/?view=late&order=-days_late", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    asked = browser.get("/parties/", {"view": "all", "filter": json.dumps(late)}).content.decode()
    _token, secret = create_token(world.user("ana"), by=ana, name="prueba")
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    told = api.get("/api/v1/parties", {"order": "-days_late", "limit": 3}).json()["items"]
    sent = {"row": [world.don_luis.ref], "format": "csv", "column": ["name", "days_late"], "reason": "prueba"}
    export: Any = browser.post("/parties/export", {**sent, "step": "run", "separator": ";"})

    assert "55 días" in page
    assert [name in asked for name in ("Ferrer Lasala", "Rosa Gil")] == [True, False]
    assert [str(chip) for chip in filters.read("directory.Party", late, ana).chips()] == [
        "Días de retraso es más de 30"
    ]
    assert [item["days_late"] for item in told] == [55, 7, None]
    found = api.get("/api/v1/parties", {"filter": json.dumps(late)}).json()["items"]
    assert [item["id"] for item in found] == [world.don_luis.ref]
    assert "Luis Ferrer Lasala;55;" in b"".join(export.streaming_content).decode("utf-8-sig")
    with clock.travelled(dt.timedelta(days=1)):
        rows = Rows("directory.Party", ana, {"field": "days_late", "op": "in", "value": [8, 56]}, order="days_late")
        assert [(row.name, days_late(row)) for row in rows.page().rows] == [("Rosa Gil", 8), ("Luis Ferrer Lasala", 56)]


def days_late(party: Any) -> Any:
    """What the column tells of him."""
    return registry.get("directory.Party").own_fields["days_late"].value(party)


def test_days_of_delay_are_hidden_with_the_next_purchase_which_tells_the_same(world: World) -> None:
    profile = Profile.objects.get(code="comercial")

    set_rights(profile, by=world.actor("ana"), scopes={}, fields={("directory.Party", "next_purchase"): "hidden"})

    assert not {"next_purchase", "days_late"} & registry.get("directory.Party").fields_for(world.actor("beto")).keys()


def test_whoever_may_not_see_what_is_sold_does_not_learn_it_from_the_customer(world: World) -> None:
    """The total of a sale is hidden from the counter: so are the year and what is at stake, and the rest is not."""
    sold(world, world.don_luis, 145, 119, 94, 67, 41)
    record = registry.get("directory.Party")
    caja = world.actor("caja")
    profile = Profile.objects.get(code=caja.profile)

    set_rights(profile, by=world.actor("ana"), scopes={}, fields={("sales.Sale", "total"): "hidden"})

    known = record.fields_for(caja).keys()
    assert not {"year_purchases", "at_stake", "year_margin"} & known
    assert {"customer_state", "last_purchase"} <= known
    set_rights(profile, by=world.actor("ana"), scopes={("sales.Sale", "view"): "none"}, fields={})
    assert not {"customer_state", "last_purchase", "usual_product"} & record.fields_for(caja).keys()


def test_the_reason_is_not_told_to_whom_a_part_of_it_is_hidden(world: World) -> None:
    """Without the interval there is no reason; without what is at stake, whoever waits longest comes first."""
    small, large = world.company("Bar Torrero", owner="beto"), world.company("Hotel Ebro", owner="beto")
    sold(world, small, 120, 90, 60, net="10")
    sold(world, large, 100, 70, 40, net="90")
    beto, day = world.actor("beto"), clock.today()
    profile = Profile.objects.get(code=beto.profile)

    set_rights(profile, by=world.actor("ana"), scopes={}, fields={("directory.Party", "at_stake"): "hidden"})
    section = late_today(beto, day, everyone=False)
    assert section is not None
    assert [line["party"].name for line in section.context["lines"]] == ["Bar Torrero", "Hotel Ebro"]
    assert [line["stake"] for line in section.context["lines"]] == [None, None]

    set_rights(profile, by=world.actor("ana"), scopes={}, fields={("directory.Party", "usual_interval"): "hidden"})
    assert late_today(beto, day, everyone=False) is None
    assert rhythm(small, beto)["row"] is None


@pytest.mark.django_db(transaction=True)
def test_an_import_that_somebody_stops_leaves_rhythms_of_what_came_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in its second chunk: the sales until then stand, and so does what they say."""
    by = Actor.system("test")
    monkeypatch.setattr(running, "CHUNK", 2)
    rows = "".join(f"0{day}/02/2026;Rosa Gil;10\n" for day in range(1, 7))
    batch = imports.begin(f"Fecha;Cliente;Importe\n{rows}", by=by, slug="sales")
    keep = running._keep

    def stop(*arguments: Any) -> None:
        keep(*arguments)
        if Sale.objects.count() > 2:
            jobs.cancel(batch.job.ref)

    monkeypatch.setattr(running, "_keep", stop)
    running.start(batch, by=by)
    jobs.run_due()

    assert Sale.objects.count() == 4
    assert told() == anew() != []


def told() -> list[tuple[Any, ...]]:
    columns = [field.attname for field in PartyRhythm._meta.concrete_fields]
    return sorted(PartyRhythm.objects.values_list(*columns), key=str)


def anew() -> list[tuple[Any, ...]]:
    """What a plain computation of everything says."""
    actions.recompute_all()
    return told()


def test_rhythms_follow_every_way_a_sale_comes_and_goes(world: World) -> None:
    """By hand, given to another, in the bin and out, undone, and with a file and its undoing."""
    ana, rosa = world.actor("ana"), world.person("Rosa", "Gil")
    record = registry.get(Sale.record_key)
    first = sold(world, world.don_luis, 80, 60, 40)
    assert told() == anew() != []

    writing.edit(record, first[0], {"party": rosa}, by=ana)
    assert told() == anew()
    assert PartyRhythm.objects.get(party=rosa).count == 1

    writing.to_bin(record, [first[1]], by=ana)
    assert told() == anew()
    assert PartyRhythm.objects.get(party=world.don_luis).count == 1
    writing.restore(record, [first[1]], by=ana)
    assert told() == anew()

    batch = imports.begin(
        "Fecha;Cliente;Importe\n03/02/2026;Rosa Gil;10\n05/02/2026;Hotel Ebro;7\n", by=ana, slug="sales"
    )
    imports.run(batch, by=ana)
    assert told() == anew()
    imports.revert(batch, by=ana)
    assert told() == anew()


def test_a_seeded_company_sells_what_was_asked_for_and_its_rhythms_are_those_of_its_sales(world: World) -> None:
    """`seed --sales`: so many lines, sums that are theirs, somebody overdue."""
    seed(parties=60, sales=900, say=lambda text, **values: None)

    lines = SaleLine.objects.aggregate(number=Count("pk"), net=Sum("amount"), tax=Sum("tax_amount"), cost=Sum("cost"))
    sums = Sale.objects.aggregate(net=Sum("net"), tax=Sum("tax_amount"), cost=Sum("cost"))
    assert lines == sums | {"number": 900}
    assert PartyRhythm.objects.filter(state="late").exists()
    assert told() == anew()


def test_the_night_says_who_is_late_from_today_on(world: World) -> None:
    """Nobody sold anything: the day alone makes him late, then dormant."""
    sold(world, world.don_luis, 60, 40, 20, 1)
    assert PartyRhythm.objects.get().state == "active"

    for days, state in ((30, "late"), (200, "dormant")):
        with clock.travelled(dt.timedelta(days=days)):
            assert actions.turn_the_day(clock.today()) == 1
            assert PartyRhythm.objects.get().state == state
            assert told() == anew()


moves = st.lists(
    st.tuples(st.sampled_from(["sell", "return", "bin", "restore", "give"]), st.integers(0, 1), st.integers(0, 400)),
    min_size=1, max_size=14,
)  # fmt: skip


def test_whatever_happens_to_sales_rhythms_are_what_a_plain_computation_says(world: World) -> None:
    """Two customers, fourteen moves, in any order."""
    ana, record = world.actor("ana"), registry.get(Sale.record_key)
    people = [world.don_luis, world.person("Rosa", "Gil")]

    @settings(max_examples=15, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(moves)
    def moved(steps: list[tuple[str, int, int]]) -> None:
        for what, who, number in steps:
            rows = list(Sale.everything.order_by("pk"))
            row = rows[number % len(rows)] if rows else None
            if what == "sell" or row is None:
                sold(world, people[who], number)
            elif what == "bin" and row.binned_at is None:
                writing.to_bin(record, [row], by=ana)
            elif what == "restore" and row.binned_at is not None:
                writing.restore(record, [row], by=ana)
            elif what == "give" and row.binned_at is None:
                writing.edit(record, row, {"party": people[who]}, by=ana)
        assert told() == anew()

    moved()


def test_recomputing_asks_as_little_for_thirty_as_for_three(world: World) -> None:
    """Thirty customers, one question of each kind."""
    asked = []
    for more in (3, 27):
        for at in range(more):
            sold(world, world.person(f"Cliente {at}"), 10)
        buyers = list(Sale.objects.values_list("party", flat=True))
        with CaptureQueriesContext(connection) as queries:
            actions.recompute(buyers)
        asked.append(len(queries))

    assert asked[0] == asked[1] < 6


def test_whoever_asks_for_peace_leaves_the_list_until_that_day_has_passed(world: World) -> None:
    """Said on Hoy with its reason; seen on the card and in the list; taken back by undo, or when the day has passed."""
    from tendero.activities.actions import disturb_again, leave_in_peace
    from tendero.kernel import changes, journal

    beto, day = world.actor("beto"), clock.today()
    sold(world, world.don_luis, 145, 119, 94, 67, 41)
    browser = world.client("beto")
    until = day + dt.timedelta(days=7)
    body = {"to": "week", "reason": "De viaje"}
    assert browser.post(f"/parties/{world.don_luis.ref}/peace", body).status_code == 200

    assert not late_customers(beto, day, everyone=False).exists()
    assert "De viaje" in browser.get(f"/parties/{world.don_luis.ref}/").content.decode()
    quiet = Rows("directory.Party", beto, {"field": "quiet_until", "op": "eq", "value": until.isoformat()})
    assert [row.name for row in quiet.queryset()] == ["Luis Ferrer Lasala"]
    assert late_customers(beto, until + dt.timedelta(days=1), everyone=False).exists()

    disturb_again(world.don_luis, by=beto)
    assert late_customers(beto, day, everyone=False).exists()
    with changes.change_set("test.peace", by=beto) as opened:
        leave_in_peace(world.don_luis, until=until, by=beto)
    assert not late_customers(beto, day, everyone=False).exists()
    journal.revert(opened.row, by=beto)
    assert late_customers(beto, day, everyone=False).exists()


def test_a_list_sorted_by_purchases_goes_to_its_end_and_back_with_those_who_never_bought(world: World) -> None:
    """By last purchase, both ways, two a page: everybody once, whoever has none last; and the way back is the same."""
    ana = world.actor("ana")
    people = [world.person(f"Cliente {number}") for number in range(7)]
    for number, person in enumerate(people[:4]):
        sold(world, person, 10 * (number // 2 + 1))
    every = {row.pk for row in registry.get("directory.Party").rows(ana)}

    for order in ("last_purchase", "-last_purchase", "next_purchase", "-year_purchases", "at_stake"):
        rows = Rows("directory.Party", ana, order=order)
        assert rows.order.steady
        seen, cursor, pages = [], "", []
        while True:
            page = rows.page(cursor, 2)
            seen += [row.pk for row in page.rows]
            pages.append(page)
            if not page.next:
                break
            cursor = page.next
        assert len(seen) == len(set(seen))
        assert set(seen) == every
        assert seen == [row.pk for row in rows.ordered()]
        back = pages[-1]
        while back.previous:
            back = rows.page(back.previous, 2)
        assert [row.pk for row in back.rows] == seen[:2]
    last = [row.pk for row in Rows("directory.Party", ana, order="-last_purchase").page(limit=50).rows]
    assert set(last[:4]) == {person.pk for person in people[:4]}


def test_whoever_bought_lately_is_sorted_by_delay_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few pass the filter: they are found first. Many: the index is walked along. The list is the same."""
    ana = world.actor("ana")
    people = [world.person(f"Cliente {number}") for number in range(5)]
    for number, person in enumerate(people):
        sold(world, person, 10 + number, 40 + 2 * number, 75 + number)
    sold(world, world.don_luis, 200)
    lately = {"related": "sales", "where": {"field": "on", "op": "gte", "value": "-90d"}, "count": {"gte": 1}}

    for few in (2_000, 2):
        monkeypatch.setattr(rows_module, "FEW", few)
        rows = Rows("directory.Party", ana, lately, order="next_purchase")
        first = rows.page(limit=3)
        second = rows.page(first.next, 3)
        assert [row.name for row in (*first.rows, *second.rows)] == [row.name for row in rows.ordered()]
        assert len(first.rows) + len(second.rows) == 5


def test_the_first_of_few_are_found_without_reading_all_of_them(world: World) -> None:
    """Whoever sees all contacts has the first page sorted beside them; it is the page that whoever sees some reads, and
    nobody from the bin is on it."""
    with clock.frozen(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)):
        people = [world.person(f"Cliente {number}", owner="beto") for number in range(8)]
        for number, person in enumerate(people):
            sold(world, person, 10 + 5 * number, 40 + 5 * number, 75 + 7 * number)
        gone = [people[0], people[5], people[6]]
        writing.to_bin(registry.get("directory.Party"), gone, by=world.actor("ana"))
        world.person("Nunca", "Compró", owner="beto")
        Grant.objects.filter(profile__code="comercial", record="directory.Party", verb="view").update(scope="own")
        touch(KEPT)
        lately = {"related": "sales", "where": {"field": "on", "op": "gte", "value": "-40d"}, "count": {"gte": 1}}
        older = {"related": "sales", "where": {"field": "on", "op": "lte", "value": "-50d"}, "count": {"gte": 1}}
        dear = {"related": "sales", "sum:total": {"gte": 1}}
        for asked in (lately, {"all": [lately, older]}, {"all": [lately, dear]}):
            for order in ("next_purchase", "-next_purchase", "-days_late", "days_late", "-last_purchase", "at_stake"):
                with CaptureQueriesContext(connection) as queries:
                    ana = Rows("directory.Party", world.actor("ana"), asked, order=order)
                    page = [row.pk for row in ana.page(limit=2).rows]
                assert any('JOIN "directory_party" AS own' in query["sql"] for query in queries)
                assert page == [row.pk for row in ana.ordered()[:2]], (order, asked)
                assert not {person.pk for person in gone} & set(page)
                beto = Rows("directory.Party", world.actor("beto"), asked, order=order)
                assert page == [row.pk for row in beto.page(limit=2).rows]


def test_few_that_pass_are_paged_as_many_are(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the end and back, both ways up, with those who never bought: sorted here or by the database, one list."""
    ana = world.actor("ana")
    people = [world.person(f"Cliente {number}") for number in range(5)]
    for person, days in zip(people, (100, 130, 130), strict=False):
        sold(world, person, days, days + 30, days + 60)
    lately = {"related": "sales", "where": {"field": "on", "op": "gte", "value": "-90d"}, "count": {"gte": 1}}

    for order in ("next_purchase", "-next_purchase"):
        told = []
        for few in (2_000, 0):
            monkeypatch.setattr(rows_module, "FEW", few)
            rows = Rows("directory.Party", ana, {"not": lately}, order=order)
            pages = [rows.page(limit=2)]
            while pages[-1].next:
                pages.append(rows.page(pages[-1].next, 2))
            back = [pages[-1]]
            while back[-1].previous:
                back.append(rows.page(back[-1].previous, 2))
            seen = [row.pk for page in pages for row in page.rows]
            assert [row.pk for page in back[::-1] for row in page.rows] == seen
            told.append(seen)
        assert told[0] == told[1]
        assert {*map(operator.attrgetter("pk"), people)} == {*told[0]}
