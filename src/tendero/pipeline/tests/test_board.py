"""The board: sums that agree, columns that load by pages, drops, and who may look."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.world import World

from tendero.activities import actions as activities
from tendero.activities.models import Activity
from tendero.kernel import clock
from tendero.kernel.money import Money
from tendero.pipeline import actions
from tendero.pipeline.models import LossReason, Opportunity, Stage
from tendero.pipeline.queries.board import PAGE, BoardQuery
from tendero.pipeline.rules.closed import without_status

TUESDAY = dt.datetime(2026, 11, 24, 9, 52, tzinfo=dt.UTC)
HTMX = {"HX-Request": "true"}
WHO = [("nuria", 404), ("marta", 403), ("caja", 404), ("pablo", 200), ("ana", 200)]


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Any:
    with clock.frozen(TUESDAY):
        yield


def stage(name: str) -> Stage:
    found: Stage = Stage.objects.get(name=name)
    return found


def deal(world: World, name: str, amount: str, into: str = "Nueva", **values: Any) -> Opportunity:
    made: Opportunity = actions.create_opportunity(
        world.don_luis, by=world.actor("beto"), name=name, amount=amount, stage=stage(into), **values
    )
    return made


def board(world: World, who: str = "beto") -> BoardQuery:
    return BoardQuery(Opportunity.objects.visible_to(world.actor(who)), world.actor(who))


def test_sums_are_per_currency_and_weighed_by_the_chance(world: World) -> None:
    deal(world, "Molino", "1890", "Presupuesto enviado")
    deal(world, "Hornos", "11600", "Visitada")
    deal(world, "Vajilla", "1250000", currency="COP", probability=50)
    total = board(world).open_total
    assert total.number == 3
    assert total.sums == [Money(Decimal("1250000.00"), "COP"), Money(Decimal("13490.00"), "EUR")]
    assert total.weighted_sums == [Money(Decimal("625000.00"), "COP"), Money(Decimal("4614.00"), "EUR")]


def test_the_strip_tells_late_today_planned_and_nothing(world: World) -> None:
    for name, days in (("Tarde", -4), ("Hoy", 0), ("Luego", 3)):
        made = deal(world, name, "10")
        day = dt.date(2026, 11, 24) + dt.timedelta(days=days)
        activities.add_task(world.don_luis, by=world.actor("beto"), title="Llamar", due_on=day, subject=made)
    deal(world, "Nada", "10")
    column = board(world).columns[0]
    assert [(str(share.state), share.number) for share in column.tally.shares] == [
        ("late", 1),
        ("today", 1),
        ("planned", 1),
        ("nothing", 1),
    ]


def test_a_deal_without_movement_for_its_stages_days_stands_out(world: World) -> None:
    with clock.frozen(TUESDAY - dt.timedelta(days=21)):
        deal(world, "Cafetera", "3450")
    deal(world, "Placa", "690")
    cards = {card.row.name: card.still for card in board(world).columns[0].cards}
    assert cards == {"Cafetera": 21, "Placa": 0}


def test_a_long_column_loads_by_pages_without_losing_a_card(world: World) -> None:
    for number in range(PAGE + 3):
        deal(world, str(number), "1")
    first = board(world).column(stage("Nueva"))
    assert (len(first.cards), first.more, first.tally.number) == (PAGE, True, PAGE + 3)
    rest = board(world).column(stage("Nueva"), after=first.cards[-1].row)
    assert first.next_ref == rest.cards[0].row.ref
    assert len({card.row.pk for card in [*first.cards, *rest.cards]}) == PAGE + 3


def test_the_board_costs_the_same_for_many_as_for_few(world: World) -> None:
    def cost() -> int:
        client = world.client("beto")
        client.get("/opportunities/board")
        with CaptureQueriesContext(connection) as spent:
            answer = client.get("/opportunities/board")
        assert answer.status_code == 200
        return len(spent)

    deal(world, "Una", "1")
    few = cost()
    for number in range(12):
        deal(world, str(number), "1", "Visitada" if number % 2 else "Nueva")
    assert cost() == few


def test_what_was_won_this_month_stays_on_the_board_of_open_deals(world: World) -> None:
    actions.win(deal(world, "Cámara", "6350"), by=world.actor("beto"))
    with clock.frozen(TUESDAY - dt.timedelta(days=40)):
        actions.win(deal(world, "Vieja", "1"), by=world.actor("beto"))
    shown = world.client("beto").get("/opportunities/board?view=mine").content.decode()
    assert "Ganada en noviembre" in shown
    assert "Cámara" in shown
    assert "Vieja" not in shown


def test_a_card_is_dropped_over_another_and_the_history_tells_it(world: World) -> None:
    other, mine = deal(world, "Otra", "1", "Visitada"), deal(world, "Molino", "1890")
    answer = world.client("beto").post(
        f"/opportunities/{mine.ref}/move", {"to": stage("Visitada").ref, "before": other.ref}, headers=HTMX
    )
    assert answer.status_code == 200
    names = Opportunity.objects.filter(stage=stage("Visitada")).order_by("position").values_list("name", flat=True)
    assert list(names) == ["Molino", "Otra"]
    assert Activity.objects.filter(code="opportunity_moved", party=world.don_luis).count() == 1


def test_dropping_on_lost_asks_why_and_the_answer_closes_it(world: World) -> None:
    mine, client = deal(world, "Molino", "1890"), world.client("beto")
    asked = client.post(f"/opportunities/{mine.ref}/move", {"to": stage("Perdida").ref}, headers=HTMX)
    assert "¿Por qué se perdió «Molino»?" in asked.content.decode()
    assert Opportunity.objects.get().status == "open"
    assert client.post(f"/opportunities/{mine.ref}/lose", {}, headers=HTMX).status_code == 422
    reason = LossReason.objects.get(name="Precio")
    client.post(f"/opportunities/{mine.ref}/lose", {"reason": reason.pk, "competitor": "Ebro"}, headers=HTMX)
    assert (Opportunity.objects.get().status, Opportunity.objects.get().competitor) == ("lost", "Ebro")


def test_a_deal_that_was_won_meanwhile_is_not_opened_again_by_an_old_board(world: World) -> None:
    mine, old, ana = deal(world, "Horno", "10"), stage("Nueva").ref, world.client("ana")
    ana.post(f"/opportunities/{mine.ref}/move", {"from": old, "to": stage("Ganada").ref}, headers=HTMX)
    for to in ("Visitada", "Perdida"):
        answer = world.client("beto").post(
            f"/opportunities/{mine.ref}/move", {"from": old, "to": stage(to).ref, "before": ""}, headers=HTMX
        )
        assert answer.status_code == 409
        assert "«Ganada»" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.status == "won"


@pytest.mark.parametrize(
    ("who", "status"), [("nuria", 404), ("marta", 403), ("caja", 404), ("pablo", 200), ("ana", 200)]
)
def test_who_may_move_a_card_of_beto(world: World, who: str, status: int) -> None:
    mine = deal(world, "Molino", "1890")
    answer = world.client(who).post(f"/opportunities/{mine.ref}/move", {"to": stage("Visitada").ref}, headers=HTMX)
    assert answer.status_code == status
    assert Opportunity.objects.get().stage.name == ("Visitada" if status == 200 else "Nueva")


def test_ana_makes_the_stages_her_own_and_beto_does_not(world: World) -> None:
    new = {"name": "Muestra entregada", "probability": 45}
    assert world.client("beto").post("/settings/stages/new", new, headers=HTMX).status_code in (403, 404)
    assert world.client("ana").post("/settings/stages/new", new, headers=HTMX).status_code == 200
    made = stage("Muestra entregada")
    order = [row.name for row in Stage.objects.all()]
    assert order.index("Muestra entregada") == 4
    world.client("ana").post(f"/settings/stages/{made.ref}/move", {"way": "up"}, headers=HTMX)
    assert [row.name for row in Stage.objects.all()].index("Muestra entregada") == 3


def test_a_stage_with_deals_is_not_removed(world: World) -> None:
    deal(world, "Molino", "1")
    refused = world.client("ana").post(f"/settings/stages/{stage('Nueva').ref}/remove", headers=HTMX)
    assert refused.status_code == 422
    assert stage("Nueva")


def test_the_chance_of_open_deals_follows_their_stage(world: World) -> None:
    kept, follows = deal(world, "A", "1", probability=5), deal(world, "B", "1")
    actions.change_stage(stage("Nueva"), values={"probability": 20}, by=world.actor("ana"))
    kept.refresh_from_db()
    follows.refresh_from_db()
    assert (kept.chance, follows.chance) == (5, 20)


def test_the_status_of_the_list_falls_away_on_the_board() -> None:
    mine = {"field": "owner", "op": "is_me"}
    opened = {"field": "status", "op": "eq", "value": "open"}
    assert without_status({"all": [mine, opened]}) == {"all": [mine]}
    assert without_status(opened) == {}
    assert without_status({"any": [mine]}) == {"any": [mine]}


def test_the_board_opens_with_ones_own_deals_and_for_who_directs_with_everybodys(world: World) -> None:
    deal(world, "Vajilla de Beto", "100", owner=world.user("beto"))
    told = {who: world.client(who).get("/opportunities/board").content.decode() for who in ("ana", "beto", "nuria")}
    assert {who for who, page in told.items() if "Vajilla de Beto" in page} == {"ana", "beto"}
