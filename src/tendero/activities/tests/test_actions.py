"""Entries, tasks and mentions, as the shop lives them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.world import World

from tendero.activities import actions
from tendero.activities.models import Activity, Mention, PartyPulse, Task
from tendero.kernel import clock, journal
from tendero.kernel.actor import Actor
from tendero.kernel.models import ChangeSet
from tendero.kernel.permissions import Missing, Refused

TUESDAY = dt.datetime(2026, 11, 24, 9, 52, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Any:
    with clock.frozen(TUESDAY):
        yield


def test_beto_logs_a_call_and_its_next_step_in_one_go(world: World) -> None:
    beto = world.actor("beto")
    step = actions.NextStep(title="Enviar precio", due_on=dt.date(2026, 11, 26), kind="email")
    call = actions.log_activity(
        world.don_luis, by=beto, kind="call", text="Pidió precio del M-64", outcome="Interesado", next_step=step
    )
    task = Task.objects.get()
    assert (task.party, task.assignee_id, task.title) == (world.don_luis, beto.user_id, "Enviar precio")
    pulse = PartyPulse.objects.get(party=world.don_luis)
    assert (pulse.last_activity_at, pulse.last_activity_kind) == (call.at, "call")
    assert (pulse.next_task_title, pulse.open_tasks) == ("Enviar precio", 1)

    journal.revert(ChangeSet.objects.latest("id"), by=beto)
    assert not Activity.objects.exists()
    assert not Task.objects.exists()
    assert PartyPulse.objects.get(party=world.don_luis).open_tasks == 0


def test_a_call_fulfils_its_task_and_the_history_tells_it_once(world: World) -> None:
    beto = world.actor("beto")
    task = actions.add_task(world.don_luis, by=beto, title="Llamar por los hornos", kind="call")
    actions.log_activity(world.don_luis, by=beto, kind="call", outcome="No contesta", completes=task)
    task.refresh_from_db()
    assert not task.is_open
    assert [entry.kind for entry in Activity.objects.all()] == ["call"]


def test_a_finished_task_is_a_milestone_and_undo_takes_it_back(world: World) -> None:
    beto = world.actor("beto")
    task = actions.add_task(world.don_luis, by=beto, title="Medir el hueco")
    assert actions.complete_task(task, by=beto) is None
    milestone = Activity.objects.get()
    assert (milestone.kind, milestone.code, milestone.facts) == ("milestone", "task_done", {"title": "Medir el hueco"})
    journal.revert(ChangeSet.objects.latest("id"), by=beto)
    assert not Activity.objects.exists()
    assert Task.objects.get().is_open


def test_a_weekly_task_leaves_the_next_one(world: World) -> None:
    beto = world.actor("beto")
    task = actions.add_task(
        world.don_luis, by=beto, title="Pasar a ver", due_on=dt.date(2026, 11, 3), repeats="FREQ=WEEKLY;COUNT=3"
    )
    following = actions.complete_task(task, by=beto)
    assert following is not None
    assert (following.due_on, following.repeats, following.follows) == (
        dt.date(2026, 12, 1),
        "FREQ=WEEKLY;COUNT=2",
        task,
    )


def test_an_empty_note_and_a_call_of_tomorrow_are_refused(world: World) -> None:
    beto = world.actor("beto")
    with pytest.raises(ValidationError):
        actions.log_activity(world.don_luis, by=beto, text="  ")
    with pytest.raises(ValidationError):
        actions.log_activity(world.don_luis, by=beto, kind="call", at=TUESDAY + dt.timedelta(days=1))
    assert not Activity.objects.exists()


def test_a_private_note_is_its_authors_alone(world: World) -> None:
    note = actions.log_activity(world.don_luis, by=world.actor("beto"), text="Regatea mucho. @ana", private=True)
    assert note in Activity.objects.visible_to(world.actor("beto"))
    assert note not in Activity.objects.visible_to(world.actor("ana"))
    assert not Mention.objects.exists()
    with pytest.raises(Missing):
        actions.edit_activity(note, by=world.actor("ana"), values={"body": "x"})


def test_people_named_with_an_at_sign_are_told_once(world: World) -> None:
    world.user("ana")
    note = actions.log_activity(world.don_luis, by=world.actor("beto"), text="Ojo @Ana y @ana, lo digo yo, @beto")
    assert list(note.mentions.values_list("user__username", flat=True)) == ["ana"]
    actions.edit_activity(note, by=world.actor("beto"), values={"body": "Nada"})
    assert not note.mentions.exists()


def test_reading_a_mention_takes_it_off_the_bell(world: World) -> None:
    ana = world.actor("ana")
    note = actions.log_activity(world.don_luis, by=world.actor("beto"), text="Mira esto, @ana")
    assert actions.read_mentions([note], by=ana) == 1
    assert actions.read_mentions(by=ana) == 0


def test_the_one_who_only_looks_writes_nothing(world: World) -> None:
    with pytest.raises(Refused):
        actions.log_activity(world.don_luis, by=world.actor("lola"), text="Hola")
    with pytest.raises(Refused):
        actions.add_task(world.don_luis, by=world.actor("lola"), title="Llamar")
    actions.log_activity(world.don_luis, by=world.actor("beto"), text="Hola")


def test_nuria_does_not_finish_betos_task(world: World) -> None:
    task = actions.add_task(world.don_luis, by=world.actor("beto"), title="Llamar")
    with pytest.raises(Refused):
        actions.complete_task(task, by=world.actor("nuria"))
    assert actions.complete_tasks([task.pk], by=world.actor("nuria")) == 0
    actions.complete_task(task, by=world.actor("pablo"))


def test_ana_gives_many_a_task_and_moves_them_to_sara(world: World, django_assert_max_num_queries: Any) -> None:
    ana: Actor = world.actor("ana")
    sara = world.user("sara")
    people = [world.person(f"Persona {number}", owner="beto" if number % 2 else "nuria") for number in range(12)]
    with django_assert_max_num_queries(45):
        count = actions.add_task_to_many([p.pk for p in people], by=ana, title="Felicitar la Navidad", to_owners=True)
    assert count == 12
    assert Task.objects.filter(assignee=world.user("nuria")).count() == 6
    ids = list(Task.objects.values_list("pk", flat=True))
    assert actions.reassign_tasks(ids, by=ana, assignee=sara) == 12
    assert actions.postpone_tasks(ids, by=ana, until=dt.date(2026, 12, 1)) == 12
    assert actions.complete_tasks(ids, by=ana) == 12
    assert Activity.objects.filter(code="task_done").count() == 12


def test_a_closed_rule_of_recurrence(world: World) -> None:
    with pytest.raises(ValidationError):
        actions.add_task(None, by=world.actor("beto"), title="x", repeats="FREQ=SECONDLY")
