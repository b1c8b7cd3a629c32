"""Opportunities from opening to close, as the shop lives them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.world import World

from tendero.activities import actions as activities
from tendero.kernel import clock, journal
from tendero.kernel.models import ChangeSet
from tendero.kernel.permissions import Missing, Refused
from tendero.pipeline import actions
from tendero.pipeline.models import LossReason, Opportunity, Stage, StageChange

TUESDAY = dt.datetime(2026, 11, 24, 9, 52, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Any:
    with clock.frozen(TUESDAY):
        yield


def stage(name: str) -> Stage:
    found: Stage = Stage.objects.get(name=name)
    return found


def deal(world: World, name: str = "Molino M-64", by: str = "beto", **values: Any) -> Opportunity:
    made: Opportunity = actions.create_opportunity(world.don_luis, by=world.actor(by), name=name, **values)
    return made


def column(name: str) -> list[str]:
    return list(Opportunity.objects.filter(stage=stage(name)).order_by("position", "id").values_list("name", flat=True))


def test_a_new_company_begins_with_six_stages_in_spanish(world: World) -> None:
    found = Stage.objects.values_list("name", "kind", "probability")
    assert list(found) == [
        ("Nueva", "open", 10),
        ("Visitada", "open", 30),
        ("Presupuesto enviado", "open", 60),
        ("Negociación", "open", 75),
        ("Ganada", "won", 100),
        ("Perdida", "lost", 0),
    ]
    assert LossReason.objects.filter(name="Precio").exists()


def test_an_opportunity_opens_in_the_first_stage_for_whoever_opens_it(world: World) -> None:
    made = deal(world, amount="1890")
    assert (made.stage.name, made.chance, made.status, made.owner) == ("Nueva", 10, "open", world.user("beto"))
    assert made.currency == "EUR"
    assert StageChange.objects.get(opportunity=made).to_stage == made.stage


def test_moving_it_changes_the_chance_and_writes_the_step(world: World) -> None:
    made = deal(world)
    actions.move(made, stage=stage("Presupuesto enviado"), by=world.actor("beto"))
    assert made.chance == 60
    last = StageChange.objects.filter(opportunity=made).latest("id")
    assert (last.from_stage, last.to_stage, last.by) == (
        stage("Nueva"),
        stage("Presupuesto enviado"),
        world.user("beto"),
    )
    journal.revert(ChangeSet.objects.latest("id"), by=world.actor("beto"))
    made.refresh_from_db()
    assert (made.stage.name, made.chance) == ("Nueva", 10)
    assert StageChange.objects.filter(opportunity=made).count() == 1


def test_lost_asks_why(world: World) -> None:
    made = deal(world)
    with pytest.raises(ValidationError):
        actions.move(made, stage=stage("Perdida"), by=world.actor("beto"))
    reason = LossReason.objects.get(name="Precio")
    actions.lose(made, reason=reason, note="Un 8 % más barato", competitor="Menajes Ebro", by=world.actor("beto"))
    assert (made.status, made.reason, made.closed_at) == ("lost", reason, TUESDAY)
    actions.reopen(made, by=world.actor("beto"))
    assert (made.stage.name, made.status, made.reason, made.competitor, made.closed_at) == (
        "Nueva",
        "open",
        None,
        "",
        None,
    )


def test_won_closes_it_today(world: World) -> None:
    made = deal(world)
    actions.win(made, by=world.actor("beto"))
    assert (made.status, made.chance, made.closed_at) == ("won", 100, TUESDAY)
    with pytest.raises(ValidationError):
        actions.reopen(made, stage=stage("Ganada"), by=world.actor("beto"))


def test_cards_stand_where_they_are_dropped(world: World) -> None:
    beto = world.actor("beto")
    cards = {}
    for minute, name in enumerate(["A", "B", "C"]):
        with clock.frozen(TUESDAY + dt.timedelta(minutes=minute)):
            cards[name] = deal(world, name)
    assert column("Nueva") == ["C", "B", "A"]
    actions.move(cards["C"], stage=stage("Nueva"), above=cards["B"], by=beto)
    assert column("Nueva") == ["B", "C", "A"]
    actions.move(cards["A"], stage=stage("Nueva"), below=cards["B"], by=beto)
    assert column("Nueva") == ["A", "B", "C"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12), crowded=st.booleans())
def test_any_sequence_of_drops_is_kept(world: World, moves: list[tuple[int, int]], crowded: bool) -> None:
    from tendero.kernel.models.base import unlocked

    beto = world.actor("beto")
    with unlocked():
        StageChange.objects.all().delete()
        Opportunity.everything.all().delete()
    cards = [deal(world, str(number)) for number in range(6)]
    if crowded:  # no room between any two
        with unlocked():
            for place, card in enumerate(cards):
                Opportunity.everything.filter(pk=card.pk).update(position=place)
    for which, target in moves:
        if which == target:
            continue
        actions.move(cards[which], stage=stage("Nueva"), above=cards[target], by=beto)
        order = column("Nueva")
        assert order.index(str(which)) == order.index(str(target)) + 1
    assert sorted(column("Nueva")) == [str(number) for number in range(6)]


def test_its_next_step_follows_its_tasks(world: World) -> None:
    made = deal(world)
    beto = world.actor("beto")
    task = activities.add_task(
        world.don_luis, by=beto, title="Visita", kind="visit", due_on=dt.date(2026, 11, 26), subject=made
    )
    made.refresh_from_db()
    assert (made.next_on, made.next_title, made.next_task_id) == (dt.date(2026, 11, 26), "Visita", task.pk)
    activities.complete_task(task, by=beto)
    made.refresh_from_db()
    assert made.next_on is None


def test_nuria_sees_nothing_of_betos_deals(world: World) -> None:
    made = deal(world)
    with pytest.raises(Missing):
        actions.win(made, by=world.actor("nuria"))
    actions.win(made, by=world.actor("pablo"))


def test_marta_looks_and_does_not_touch(world: World) -> None:
    made = deal(world)
    with pytest.raises(Refused):
        actions.move(made, stage=stage("Visitada"), by=world.actor("marta"))
    assert Opportunity.objects.get().stage.name == "Nueva"
