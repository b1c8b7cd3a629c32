"""Answers to the browser, the menu of each person, and who sees which long job."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from tests.world import World

from tendero.kernel import jobs
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import Job
from tendero.ui import feedback, menu, queries
from tendero.ui.templatetags.tendero import job_title

BETO = Actor(kind="person", name="Beto Sanz", user_id=1)


def test_a_toast_is_an_event_on_the_body_with_its_undo():
    response = feedback.toast(HttpResponse(), "3 contactos pasan a Nuria", undo="abc")
    said = json.loads(response["HX-Trigger"])["toast"]
    assert said == {"text": "3 contactos pasan a Nuria", "undo": "abc", "link": "", "target": "body"}


def test_events_of_one_answer_add_up():
    response = feedback.close_dialog(feedback.refresh(feedback.toast(HttpResponse(), "Guardado"), "rows-changed"))
    assert set(json.loads(response["HX-Trigger"])) == {"toast", "rows-changed", "dialog-close"}
    assert response["HX-Reswap"] == "none"


def test_a_toast_survives_a_redirect_in_a_cookie():
    response = feedback.toast(HttpResponseRedirect("/"), "Guardado")
    assert "HX-Trigger" not in response
    assert feedback.TOAST_COOKIE in response.cookies


def test_a_redirect_is_a_page_for_pages_and_a_header_for_pieces():
    whole = RequestFactory().get("/")
    piece = RequestFactory().get("/", headers={"HX-Request": "true"})
    assert feedback.redirect(whole, "/parties/").status_code == 302
    assert feedback.redirect(piece, "/parties/")["HX-Redirect"] == "/parties/"


@pytest.fixture
def places(monkeypatch):
    """A menu of our own."""
    monkeypatch.setattr(menu, "_places", {})
    menu.add(menu.MenuItem("parties", "Contactos", "/parties/", "users", 20))
    menu.add(menu.MenuItem("today", "Hoy", lambda: "/", "sun", 10, count=lambda actor: 7))
    menu.add(menu.MenuItem("campaigns", "Campañas", "/campaigns/", "megaphone", 30))


def test_places_stand_in_order_and_know_where_one_is(places):
    found = menu.places_for(BETO, "/parties/abc/")
    assert [place.key for place in found] == ["today", "parties", "campaigns"]
    assert [place.key for place in found if place.current] == ["parties"]
    assert [place.key for place in menu.places_for(BETO, "/") if place.current] == ["today"]


def test_two_places_never_share_a_key(places):
    assert [place.shortcut for place in menu.places_for(BETO)] == ["h", "c", ""]


def test_a_place_needs_its_permission(places, world):
    menu.add(menu.MenuItem("audit", "Auditoría", "/audit/", "scroll-text", 90, record="kernel.ChangeSet"))
    assert "audit" in {place.key for place in menu.places_for(world.actor("ivan"))}
    assert "audit" not in {place.key for place in menu.places_for(world.actor("beto"))}


@pytest.fixture
def job(world):
    """A long job that Beto asked for."""
    return Job.objects.create(task="records.export", user_id=world.user("beto").pk, total=10, done=4)


def test_a_job_is_seen_by_who_asked_for_it_and_by_nobody_else(world, job):
    assert queries.visible_job(job.ref, world.actor("beto")) == job
    assert queries.visible_job(job.ref, world.actor("nuria")) is None
    assert world.client("nuria").get(f"/jobs/{job.ref}/").status_code == 404
    assert "4 de 10" in world.client("beto").get(f"/jobs/{job.ref}/").content.decode()


def test_whoever_keeps_the_audit_sees_every_job(world, job):
    assert queries.visible_job(job.ref, world.actor("ivan")) == job


def test_only_its_owner_stops_a_job(world, job):
    assert world.client("nuria").post(f"/jobs/{job.ref}/cancel/").status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.READY
    assert world.client("beto").post(f"/jobs/{job.ref}/cancel/").status_code == 200
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert jobs.cancel(job.ref) == 0


def test_the_look_is_one_of_three(world):
    client = world.client("beto")
    assert client.post("/ui/theme/", {"theme": "dark"}).status_code == 204
    assert client.post("/ui/theme/", {"theme": "pink"}).status_code == 400
    world.user("beto").refresh_from_db()
    assert world.user("beto").theme == "dark"


def test_changing_the_language_goes_back_only_to_our_own_pages(world):
    client = world.client("beto")
    kept = client.post("/ui/language/", {"language": "en"}, headers={"Referer": "http://testserver/parties/?q=bar"})
    assert kept["Location"] == "/parties/?q=bar"
    sent = client.post("/ui/language/", {"language": "es"}, headers={"Referer": "https://elsewhere.example/x"})
    assert sent["Location"] == "/"
    odd = client.post("/ui/language/", {"language": "es"}, headers={"Referer": "http://testserver//evil.example"})
    assert odd["Location"] == "/evil.example"


def test_a_job_is_called_as_people_say_and_its_own_note_is_no_name():
    assert job_title(Job(task="records.run_import", note="Leyendo")) == "Importar"
    assert job_title(Job(task="kernel.purge_jobs", note="Ordenando")) == "Ordenando"


@pytest.mark.django_db
def test_a_form_older_than_the_session_says_so_and_leads_back_to_itself(world: World):
    """Not the framework's bare page, and for a piece of page the dialog in which one signs in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("beto"))
    form = "/parties/new?kind=person"
    page = client.post("/parties/new", {"first_name": "Rosa"}, headers={"Referer": f"http://testserver{form}"})
    assert page.status_code == 403
    assert "Has vuelto a entrar desde que abriste esto" in page.content.decode()
    assert f'href="{form}"' in page.content.decode()
    away = client.post("/parties/new", headers={"Referer": "https://elsewhere.example//evil/"})
    assert 'href="/"' in away.content.decode()
    assert client.post("/parties/new", headers={"HX-Request": "true"}).status_code == 401
