"""The API as programs meet it: tokens, versions, repeated requests, problems in the caller's language."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tendero.access import tokens
from tendero.access.models import ApiToken
from tendero.pipeline.models import Opportunity, Stage
from tendero.records.custom.actions import define_field
from tendero.records.rest import limits
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix", "fresh_limits")]
DEALS = "/api/v1/opportunities"


@pytest.fixture
def fresh_limits() -> None:
    limits._taken.clear()


class Program:
    """A program with the token of one of the cast."""

    def __init__(self, world: World, name: str) -> None:
        secret = tokens.new_secret()
        ApiToken.objects.create(user=world.user(name), name="test", digest=tokens.digest(secret), hint=secret[-4:])
        self.headers = {"authorization": f"Bearer {secret}"}
        self.client = Client(raise_request_exception=False)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.generic(method, path, data, content_type="application/json", headers=named)


@pytest.fixture
def beto(world: World) -> Program:
    return Program(world, "beto")


@pytest.fixture
def deal(world: World) -> Opportunity:
    stage = Stage.objects.filter(kind="open").first() or world.make(Stage(name="Contacto", kind="open"))
    made: Opportunity = world.make(
        Opportunity(name="Horno", party=world.don_luis, stage=stage, owner=world.user("beto"), amount="12.30")
    )
    return made


def test_a_deal_is_made_read_changed_binned_and_restored(world: World, beto: Program, deal: Opportunity) -> None:
    body = {
        "name": "Cocina",
        "party": world.don_luis.ref,
        "amount": {"amount": "1500.00", "currency": "EUR"},
        "owner": world.user("beto").ref,
    }
    made = beto("POST", DEALS, body)
    assert made.status_code == 201, made.content
    ref = made.json()["id"]
    assert made["Location"].endswith(f"{DEALS}/{ref}")
    assert made.json()["amount"] == {"amount": "1500.00", "currency": "EUR"}
    changed = beto("PATCH", f"{DEALS}/{ref}", {"note": "Quiere verla"}, if_match=made["ETag"])
    assert (changed.status_code, changed.json()["note"]) == (200, "Quiere verla")
    assert beto("PATCH", f"{DEALS}/{ref}", {"note": "x"}, if_match=made["ETag"]).status_code == 412
    assert beto("DELETE", f"{DEALS}/{ref}").status_code == 204
    assert beto("GET", f"{DEALS}/{ref}").status_code == 404
    assert beto("POST", f"{DEALS}/{ref}/restore").status_code == 200
    assert beto("GET", f"{DEALS}/{ref}?fields=name").json()["name"] == "Cocina"


def test_without_a_token_nothing_opens_and_a_session_is_none(world: World, deal: Opportunity) -> None:
    for client in (Client(), world.client("ana")):
        answer = client.get(DEALS)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert client.post(DEALS, {}, content_type="application/json").status_code == 401


def test_problems_speak_the_callers_language_and_name_field_and_cure(beto: Program) -> None:
    answer = beto("POST", DEALS, {"name": "x" * 300, "amount": 3, "party": "nobody"})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    errors = {error["field"]: error for error in answer.json()["errors"]}
    assert set(errors) == {"name", "amount", "party"}
    assert all(error["message"] and error["cure"] for error in errors.values())
    english = beto("POST", DEALS, {"nonsense": 1}, accept_language="en")
    assert english.status_code == 400
    assert english.json()["title"] == "The request cannot be read."
    spanish = beto("POST", DEALS, {"nonsense": 1}, accept_language="es")
    assert spanish.json()["title"] != english.json()["title"]


def test_the_same_request_twice_is_done_once(world: World, beto: Program, deal: Opportunity) -> None:
    body = {"name": "Cocina", "party": world.don_luis.ref}
    first = beto("POST", DEALS, body, idempotency_key="abc")
    again = beto("POST", DEALS, body, idempotency_key="abc")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Location"] == first["Location"]
    assert Opportunity.objects.filter(name="Cocina").count() == 1
    assert beto("POST", DEALS, body | {"name": "Otra"}, idempotency_key="abc").status_code == 422
    assert not Opportunity.objects.filter(name="Otra").exists()


def test_what_is_not_his_is_as_if_it_were_not(world: World, deal: Opportunity) -> None:
    nuria = Program(world, "nuria")
    absent = "0" * 20
    for method, tail in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/restore"), ("POST", "/win")):
        hers = nuria(method, f"{DEALS}/{deal.ref}{tail}", {} if method != "GET" else None)
        nobodys = nuria(method, f"{DEALS}/{absent}{tail}", {} if method != "GET" else None)
        assert (hers.status_code, hers.content) == (404, nobodys.content)
    assert nuria("GET", DEALS).json()["items"] == []


def test_a_hidden_field_is_absent(world: World, beto: Program, deal: Opportunity, matrix: Any) -> None:
    matrix.hidden["comercial", "pipeline.Opportunity"] = frozenset({"amount"})
    assert "amount" not in beto("GET", f"{DEALS}/{deal.ref}").json()
    assert beto("GET", f"{DEALS}?fields=amount").status_code == 400
    assert beto("GET", f"{DEALS}?order=amount").status_code == 400
    assert beto("PATCH", f"{DEALS}/{deal.ref}", {"amount": {"amount": "1", "currency": "EUR"}}).status_code == 400
    deal.refresh_from_db()
    assert str(deal.amount) == "12.30"


def test_lists_expand_and_own_fields(world: World, beto: Program, deal: Opportunity) -> None:
    define_field("pipeline.Opportunity", label="Zona", kind="text", by=world.actor("ana"))
    changed = beto("PATCH", f"{DEALS}/{deal.ref}", {"custom": {"zona": "Norte"}})
    assert changed.json()["custom"] == {"zona": "Norte"}
    page = beto("GET", f"{DEALS}?fields=name,custom&expand=owner,party").json()
    assert page["count"] == 1
    assert page["next"] is None
    assert page["items"][0]["custom"] == {"zona": "Norte"}


def test_actions_take_their_parameters(world: World, beto: Program, deal: Opportunity) -> None:
    world.make(Stage(name="Ganada", kind="won")) if not Stage.objects.filter(kind="won").exists() else None
    won = beto("POST", f"{DEALS}/{deal.ref}/win")
    assert (won.status_code, won.json()["status"]) == (200, "won")
    assert beto("POST", f"{DEALS}/{deal.ref}/lose", {}).status_code == 422
    assert beto("POST", f"{DEALS}/{deal.ref}/win", {"nonsense": 1}).status_code == 422


def test_too_many_requests_are_told_when_to_come_back(beto: Program, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "PER_MINUTE", 25)
    answers = [beto("GET", f"{DEALS}?limit=1") for _ in range(26)]
    assert [answer.status_code for answer in answers[:25]] == [200] * 25
    assert answers[25].status_code == 429
    assert int(answers[25]["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"{DEALS}?nonsense=1", None, 400),
        ("GET", f"{DEALS}?limit=0", None, 400),
        ("GET", f"{DEALS}?limit=1&limit=2", None, 400),
        ("GET", f"{DEALS}?filter=%7B", None, 400),
        ("GET", f"{DEALS}?q=%00", None, 400),
        ("GET", f"{DEALS}?order=ghost", None, 400),
        ("POST", DEALS, b"{", 400),
        ("POST", DEALS, b"[]", 400),
        ("POST", DEALS, b"\xff", 400),
        ("POST", DEALS, b'{"name": NaN}', 400),
        ("POST", DEALS, b'{"name": "\\ud800"}', 422),
        ("POST", DEALS, b"[" * 100_000, 400),
        ("PUT", DEALS, {}, 405),
        ("GET", "/api/v1/ghosts", None, 404),
        ("GET", f"{DEALS}/%00", None, 404),
    ],
)
def test_nonsense_is_refused_politely(beto: Program, method: str, path: str, body: Any, status: int) -> None:
    answer = beto(method, path, body)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_a_person_and_a_company_come_and_go_whole(world: World) -> None:
    ana = Program(world, "ana")
    body = {
        "kind": "person",
        "first_name": "Rosa",
        "last_name": "Núñez",
        "second_last_name": "Gil",
        "emails": [{"address": "rosa@bar.example", "label": "bar"}, {"address": "rosa@casa.example"}],
        "phones": [{"number": "+34655102938"}],
        "addresses": [{"street": "Coso 3", "postal_code": "50001", "city": "Zaragoza", "country": "ES"}],
        "birthday": "--02-29",
        "owner": world.user("beto").ref,
    }
    made = ana("POST", "/api/v1/parties", body)
    assert made.status_code == 201, made.content
    rosa = made.json()
    assert rosa["name"] == "Rosa Núñez Gil"
    assert {name: rosa[name] for name in ("kind", "first_name", "last_name", "second_last_name", "birthday")} == {
        name: body[name] for name in ("kind", "first_name", "last_name", "second_last_name", "birthday")
    }
    assert [one["address"] for one in rosa["emails"]] == ["rosa@bar.example", "rosa@casa.example"]
    assert (rosa["city"], rosa["email"]) == ("Zaragoza", "rosa@bar.example")
    back = ana("PATCH", f"/api/v1/parties/{rosa['id']}", {name: rosa[name] for name in body})
    assert (back.status_code, back.json()["version"]) == (200, rosa["version"])
    bar = ana("POST", "/api/v1/parties", {"kind": "organisation", "name": "Bar Torrero"}).json()
    found = ana("GET", "/api/v1/parties?q=torrero&fields=name").json()
    assert [one["id"] for one in found["items"]] == [bar["id"]]
    where = json.dumps({"field": "city", "op": "eq", "value": "Zaragoza"})
    page = ana("GET", f"/api/v1/parties?filter={where}&expand=owner&order=-name&limit=1").json()
    assert page["items"][0]["owner"]["username"] == "beto"
    assert ana("GET", "/api/v1/parties?filter={%22field%22:%22ghost%22}").status_code == 400


def test_pages_follow_each_other(world: World) -> None:
    ana = Program(world, "ana")
    for number in range(5):
        world.company(f"Bar {number}")
    seen, cursor = [], ""
    while True:
        page = ana("GET", f"/api/v1/parties?order=name&limit=2&fields=name&cursor={cursor}").json()
        seen += [row["name"] for row in page["items"]]
        assert page["count"] == 5
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"Bar {number}" for number in range(5)]
    assert ana("GET", "/api/v1/parties?cursor=forged").status_code == 400


def test_a_list_of_any_length_takes_as_many_queries(world: World, django_assert_max_num_queries: Any) -> None:
    ana = Program(world, "ana")
    for number in range(12):
        world.person(f"Persona {number}", "Prueba", owner="beto")
    ana("GET", "/api/v1/parties?limit=1")
    with django_assert_max_num_queries(40) as few:
        ana("GET", "/api/v1/parties?limit=2&expand=owner")
    with django_assert_max_num_queries(len(few.captured_queries)):
        ana("GET", "/api/v1/parties?limit=12&expand=owner")
