"""Hoy, the historial and tasks in the browser's answers: who sees what, and at what cost."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.activities import actions
from tendero.activities.models import Activity, Task
from tendero.activities.queries.timeline import Timeline
from tendero.activities.queries.today import Today
from tendero.directory.actions import record_consent
from tendero.kernel import clock

TUESDAY = dt.datetime(2026, 11, 24, 9, 52, tzinfo=dt.UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Any:
    with clock.frozen(TUESDAY):
        yield


def page(world: World, who: str, address: str, **data: Any) -> str:
    answer = world.client(who).get(address, data)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def task(world: World, title: str, days: int = 0, by: str = "beto", **more: Any) -> Task:
    made: Task = actions.add_task(
        world.don_luis, by=world.actor(by), title=title, due_on=dt.date(2026, 11, 24) + dt.timedelta(days=days), **more
    )
    return made


def test_hoy_tells_what_is_late_what_is_for_today_and_what_comes_next(world: World) -> None:
    task(world, "Llamar por los hornos", -4, kind="call")
    task(world, "Confirmar montaje")
    task(world, "Visita al local", due_time=dt.time(10, 55))
    task(world, "Muy lejos", 20)
    shown = page(world, "beto", "/")
    assert "Martes, 24 de noviembre" in shown
    assert "Llamar por los hornos" in shown
    assert "4 d de retraso" in shown
    assert "Dentro de 3 min" in shown  # 10:52 in Madrid
    assert "Muy lejos" not in shown


def test_an_hour_that_has_passed_is_not_what_comes_then(world: World) -> None:
    for hour in (9, 10, 11, 12):
        task(world, f"A las {hour}", due_time=dt.time(hour))
    hoy = Today(world.actor("beto"))  # 10:52 in Madrid
    assert hoy.next_up is not None
    assert hoy.next_up.title == "A las 11"
    assert [one.title for one in hoy.afterwards] == ["A las 12"]
    assert [one.title for one in hoy.hour_passed] == ["A las 9", "A las 10"]
    assert "Ya pasó su hora" in page(world, "beto", "/")


def test_when_every_hour_has_passed_nothing_is_next_and_nothing_is_lost(world: World) -> None:
    task(world, "Visita temprano", due_time=dt.time(8))
    hoy = Today(world.actor("beto"))
    assert hoy.next_up is None
    assert hoy.afterwards == []
    assert [one.title for one in hoy.hour_passed] == ["Visita temprano"]


def test_hoy_is_ones_own_and_the_director_may_look_at_all(world: World) -> None:
    task(world, "Tarea de Beto")
    assert "Tarea de Beto" not in page(world, "ana", "/")
    assert "Tarea de Beto" in page(world, "ana", "/?who=all")


def test_hoy_asks_the_database_as_much_for_many_as_for_few(world: World) -> None:
    def cost() -> int:
        client = world.client("beto")
        client.get("/")
        with CaptureQueriesContext(
            connection,
        ) as spent:
            client.get("/")
        return len(spent)

    task(world, "Una", -1, kind="call")
    actions.log_activity(world.don_luis, by=world.actor("ana"), text="@beto mira")
    few = cost()
    for number in range(15):
        task(world, f"Otra {number}", number - 5)
        other = world.person(f"Persona {number}", owner="beto", birthday_key=1124)
        actions.log_activity(other, by=world.actor("ana"), text="@beto mira")
    assert cost() <= few + 1  # birthdays had nobody before


def test_birthdays_are_of_ones_own_contacts_and_of_nobodys(world: World) -> None:
    world.person("Rosa", "Ferrer", owner="beto", birthday_key=1125, birth_year=1984)
    world.person("Ajena", owner="nuria", birthday_key=1125)
    world.person("Marta", "Gil", birthday_key=1126)
    found = Today(world.actor("beto")).birthdays
    assert [(each.party.name, each.age) for each in found] == [("Rosa Ferrer", 42), ("Marta Gil", None)]


def test_one_line_becomes_a_note_a_call_or_a_task(world: World) -> None:
    client = world.client("beto")
    address = f"/parties/{world.don_luis.ref}/entry"
    for line in ("Prefiere café natural", "llamada: pidió precio", "tarea enviar tarifa el jueves"):
        answer = client.post(address, {"line": line}, headers=HTMX)
        assert answer.status_code == 200
        assert "rows-changed" in answer["HX-Trigger"]
    assert sorted(Activity.objects.values_list("kind", flat=True)) == ["call", "note"]
    assert Task.objects.get().due_on == dt.date(2026, 11, 26)


def test_the_one_who_only_looks_may_not_write(world: World) -> None:
    address = f"/parties/{world.don_luis.ref}/entry"
    assert world.client("lola").post(address, {"line": "Hola"}, headers=HTMX).status_code == 403
    assert not Activity.objects.exists()
    assert world.client("sara").post(address, {"line": "Hola"}, headers=HTMX).status_code == 200


def test_a_call_is_logged_with_its_next_step_and_undone_by_one_button(world: World) -> None:
    client = world.client("beto")
    done = task(world, "Llamar", kind="call")
    answer = client.post(
        f"/parties/{world.don_luis.ref}/log/call?task={done.ref}",
        {
            "outcome": "Interesado",
            "direction": "out",
            "day": "2026-11-24",
            "next_title": "Enviar precio",
            "next_on": "2026-11-26",
        },
        headers=HTMX,
    )
    assert answer.status_code == 200, answer.content
    assert Task.objects.get(pk=done.pk).done_at
    assert Task.objects.get(done_at=None).title == "Enviar precio"
    assert '"undo": "' in answer["HX-Trigger"]


def test_the_day_of_the_next_step_stands_in_the_dialog_and_is_never_made_up(world: World) -> None:
    client, address = world.client("beto"), f"/parties/{world.don_luis.ref}/log/visit"
    tomorrow = timezone.localdate(clock.now()) + dt.timedelta(days=1)
    shown = client.get(address, headers=HTMX).content.decode()
    assert re.search(rf'name="next_on" value="{tomorrow:%Y-%m-%d}"', shown)
    said = {"direction": "out", "day": "2026-11-24", "next_title": "Enviar precio", "next_on": ""}
    refused = client.post(address, said, headers=HTMX)
    assert refused.status_code == 422
    assert "Di qué día" in refused.content.decode()
    assert not Activity.objects.exists()
    assert client.post(address, {**said, "next_title": ""}, headers=HTMX).status_code == 200
    assert not Task.objects.exists()


def test_a_task_is_done_and_opened_again_from_anywhere(world: World) -> None:
    made = task(world, "Medir")
    client = world.client("beto")
    client.post(f"/tasks/{made.ref}/complete", headers=HTMX)
    assert Task.objects.get().done_at
    client.post(f"/tasks/{made.ref}/complete", headers=HTMX)
    assert not Task.objects.get().done_at


def test_a_task_of_beto_is_not_nurias_to_finish(world: World) -> None:
    made = task(world, "Medir")
    assert world.client("nuria").post(f"/tasks/{made.ref}/complete", headers=HTMX).status_code == 403
    assert Task.objects.get().is_open
    assert world.client("pablo").post(f"/tasks/{made.ref}/complete", headers=HTMX).status_code == 200


def test_tomorrow_is_one_press_away(world: World) -> None:
    made = task(world, "Medir", -3)
    world.client("beto").post(f"/tasks/{made.ref}/postpone", {"to": "tomorrow"}, headers=HTMX)
    assert Task.objects.get().due_on == dt.date(2026, 11, 25)


def test_a_private_entry_shows_in_its_authors_historial_only(world: World) -> None:
    actions.log_activity(world.don_luis, by=world.actor("beto"), text="Regatea mucho", private=True)
    address = f"/parties/{world.don_luis.ref}/timeline"
    assert "Regatea mucho" in page(world, "beto", address)
    assert "Regatea mucho" not in page(world, "ana", address)


def test_a_company_tells_what_was_spoken_with_its_people(world: World) -> None:
    from tendero.directory.models import Relationship, RelationshipType

    cafe = world.company("Cafetería La Parada", owner="beto")
    rosa = world.person("Rosa", "Ferrer")
    works = RelationshipType.objects.get(code="works_at")
    world.make(Relationship(party=rosa, other=cafe, type=works))
    actions.log_activity(rosa, by=world.actor("beto"), kind="call", text="Viene el jueves")
    told = Timeline(cafe, world.actor("beto"))
    assert [entry.whose for group in told.groups for entry in group.entries] == [rosa]


def test_the_historial_goes_back_page_by_page(world: World) -> None:
    for number in range(60):
        with clock.frozen(TUESDAY - dt.timedelta(days=number)):
            actions.log_activity(world.don_luis, by=world.actor("beto"), text=f"Nota {number}")
    seen: list[str] = []
    before = ""
    for _turn in range(3):
        part = Timeline(world.don_luis, world.actor("beto"), before=before)
        seen += [entry.title for group in part.groups for entry in group.entries]
        before = part.older
    assert seen == [f"Nota {number}" for number in range(60)]
    assert before == ""
    first = Timeline(world.don_luis, world.actor("beto"))
    assert [group.heading for group in first.groups] == ["Esta semana y la pasada", "Noviembre", "Octubre"][:2] + [
        "Octubre"
    ] * (len(first.groups) - 2)


def test_an_entry_is_corrected_pinned_and_binned(world: World) -> None:
    note = actions.log_activity(world.don_luis, by=world.actor("beto"), text="Tiene dos locales")
    client = world.client("beto")
    client.post(f"/activities/{note.ref}/edit", {"body": "Tiene tres locales"}, headers=HTMX)
    client.post(f"/activities/{note.ref}/pin", headers=HTMX)
    note.refresh_from_db()
    assert (note.body, note.pinned) == ("Tiene tres locales", True)
    assert world.client("nuria").post(f"/activities/{note.ref}/discard", headers=HTMX).status_code == 403
    client.post(f"/activities/{note.ref}/discard", headers=HTMX)
    assert not Activity.objects.exists()


def test_a_contact_with_nothing_yet_is_asked_for_its_consent_last(world: World) -> None:
    casa = world.company("Casa Rural Valdejasa", owner="beto")
    first = page(world, "beto", f"/parties/{casa.ref}/card/first")
    assert first.index("Si va en serio") < first.index("Pregúntale si quiere recibir ofertas")
    record_consent(casa, by=world.actor("beto"), channel="email", decision="objected")
    assert "recibir ofertas" not in page(world, "beto", f"/parties/{casa.ref}/card/first")


def test_whoever_may_not_note_a_consent_is_not_asked_to(world: World) -> None:
    casa = world.company("Casa Rural Valdejasa", owner="beto")
    rules = {("directory.Party", "consents"): "readonly"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    assert "recibir ofertas" not in page(world, "beto", f"/parties/{casa.ref}/card/first")


def found(world: World, who: str, asked: str) -> str:
    """What the palette and the list of entries show when that person asks for these words."""
    client = world.client(who)
    shown: str = client.get(f"/search?q={asked}", headers={"HX-Request": "true"}).content.decode()
    listed: str = client.get(f"/activities/?view=all&layout=table&q={asked}").content.decode()
    return shown.replace(asked, "") + listed.replace(asked, "")


def test_a_private_note_is_found_by_its_author_alone(world: World) -> None:
    actions.log_activity(world.don_luis, by=world.actor("beto"), kind="note", text="Secreto zarzuela", private=True)
    assert "Secreto" in found(world, "beto", "zarzuela")
    for other in ("ana", "pablo", "ivan", "lola"):
        assert "Secreto" not in found(world, other, "zarzuela")
        near = world.client(other).get("/search?q=zarzuel4", headers={"HX-Request": "true"}).content.decode()
        assert "zarzuela" not in near


def test_a_task_is_found_with_its_contact_by_whoever_may_see_it(world: World) -> None:
    actions.add_task(world.don_luis, by=world.actor("beto"), title="Llevar zuritos", note="Cuatro docenas")
    shown = world.client("beto").get("/search?q=docenas+zuri", headers={"HX-Request": "true"}).content.decode()
    assert "Llevar" in shown
    assert "Luis Ferrer Lasala" in shown
    loose = actions.add_task(None, by=world.actor("nuria"), title="Comprar zumaque")
    assert "zumaque" in world.client("nuria").get("/search?q=zumaq", headers={"HX-Request": "true"}).content.decode()
    assert loose.ref not in world.client("beto").get("/search?q=zumaq", headers={"HX-Request": "true"}).content.decode()
