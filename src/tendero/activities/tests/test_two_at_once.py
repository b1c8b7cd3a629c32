"""Two people in the dialog of one task, or of one entry of the historial: nobody takes back what he did not touch."""

from __future__ import annotations

from tests.inputs import Inputs
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.activities import actions
from tendero.activities.models import Activity, Task

HTMX = {"HX-Request": "true"}


def opened(world: World, who: str, address: str) -> dict[str, list[str]]:
    """What the dialog would send back."""
    return Inputs(world.client(who).get(address, headers=HTMX).content.decode()).data


def test_who_moves_a_task_does_not_bring_back_its_old_note(world: World) -> None:
    task = actions.add_task(world.don_luis, by=world.actor("beto"), title="Llamar", assignee=world.user("beto"))
    address = f"/tasks/{task.ref}/edit"
    sent = opened(world, "beto", address)
    actions.update_task(task, by=world.actor("ana"), values={"note": "Cierra los lunes"})
    world.client("beto").post(address, {**sent, "due_on": "2031-05-07"}, headers=HTMX)
    fresh = Task.objects.get()
    assert (fresh.note, str(fresh.due_on)) == ("Cierra los lunes", "2031-05-07")


def test_what_both_changed_is_told_beside_it_and_put_on_asking_again(world: World) -> None:
    task = actions.add_task(world.don_luis, by=world.actor("beto"), title="Llamar", assignee=world.user("beto"))
    address, beto = f"/tasks/{task.ref}/edit", world.client("beto")
    sent = opened(world, "beto", address) | {"title": ["Llamar a su socio"], "kind": ["email"]}
    actions.update_task(task, by=world.actor("ana"), values={"title": "Llamar el martes", "kind": "visit"})
    answer = beto.post(address, sent, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "aquí dice «Llamar el martes»" in page
    assert "aquí dice «Visita»" in page
    assert Task.objects.get().title == "Llamar el martes"
    assert beto.post(address, Inputs(page).data, headers=HTMX).status_code == 200
    fresh = Task.objects.get()
    assert (fresh.title, fresh.kind) == ("Llamar a su socio", "email")


def test_an_entry_is_corrected_by_two(world: World) -> None:
    note = actions.log_activity(world.don_luis, by=world.actor("beto"), text="Tiene dos locales")
    address, beto = f"/activities/{note.ref}/edit", world.client("beto")
    sent = opened(world, "beto", address)
    actions.edit_activity(note, by=world.actor("beto"), values={"body": "Tiene tres locales"})
    assert beto.post(address, {**sent, "outcome": "Le interesa"}, headers=HTMX).status_code == 200
    note.refresh_from_db()
    assert (note.body, note.outcome) == ("Tiene tres locales", "Le interesa")
    late = beto.post(address, {**sent, "body": "Tiene uno"}, headers=HTMX)
    assert late.status_code == 422
    assert "aquí dice «Tiene tres locales»" in late.content.decode()


def test_the_dialog_of_an_entry_keeps_a_hidden_text_to_itself(world: World) -> None:
    """Ana hides the text of activities from Comercial; Beto corrects the outcome of his own call."""
    note = actions.log_activity(world.don_luis, by=world.actor("beto"), kind="call", text="Debe tres meses")
    rules = {("activities.Activity", "body"): "hidden", ("activities.Activity", "private"): "readonly"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    address, beto = f"/activities/{note.ref}/edit", world.client("beto")
    page = beto.get(address, headers=HTMX).content.decode()
    assert "Debe tres meses" not in page
    assert 'name="private"' not in page
    answer = beto.post(address, {**Inputs(page).data, "outcome": "Pagará", "body": "Nada"}, headers=HTMX)
    assert answer.status_code == 200
    fresh = Activity.objects.get()
    assert (fresh.body, fresh.outcome, fresh.private) == ("Debe tres meses", "Pagará", False)
