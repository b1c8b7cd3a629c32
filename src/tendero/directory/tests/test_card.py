"""The card of a contact and its small dialogs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.world import World

from tendero.directory import actions
from tendero.directory.models import ConsentEntry, Observation, Party, PartyRole, RelationshipType, RoleType
from tendero.records import custom, registry, writing
from tendero.records.custom.actions import define_field

HX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def cafe(world: World) -> Party:
    party: Party = actions.create_party(
        by=world.actor("beto"),
        values={
            "kind": "organisation",
            "name": "Cafetería La Parada",
            "phone": "655 70 21 38",
            "email": "rosa@laparada.example",
            "street": "San Miguel, 14",
            "city": "Zaragoza",
            "tax_id": "B50118421",
            "owner": world.user("beto"),
            "roles": [RoleType.objects.get(code="prescriber")],
        },
    )
    actions.add_contact_person(party, name="Rosa Ferrer Lasala", position="dueña", by=world.actor("beto"))
    return party


def test_the_card_tells_who_it_is(world: World) -> None:
    party = cafe(world)
    page = world.client("beto").get(f"/parties/{party.ref}/").content.decode()
    for told in (
        "Cafetería La Parada",
        "655 70 21 38",
        "Prescriptor",
        "Rosa Ferrer Lasala",
        "dueña",
        "wa.me/34655702138",
    ):
        assert told in page


def test_a_contact_with_nothing_yet_shows_no_zeros(world: World) -> None:
    party = world.person("Elena", "Garcés", owner="beto")
    page = world.client("beto").get(f"/parties/{party.ref}/").content.decode()
    assert "Elena Garcés" in page
    assert ">0<" not in page


def test_the_card_costs_the_same_however_much_hangs_from_it(world: World) -> None:
    party, client = cafe(world), world.client("beto")
    actions.note_observation(party, kind="taste", text="Café natural", by=world.actor("beto"))
    client.get(f"/parties/{party.ref}/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/parties/{party.ref}/")
    for number in range(12):
        actions.add_contact_person(party, name=f"Persona {number} Prueba", by=world.actor("beto"))
        actions.note_observation(party, kind="taste", text=f"Café {number}", by=world.actor("beto"))
    with CaptureQueriesContext(connection) as after:
        client.get(f"/parties/{party.ref}/")
    assert len(after) <= len(before)


DIALOGS: list[tuple[str, dict[str, Any]]] = [
    ("observation/taste", {"kind": "taste", "text": "Café natural"}),
    ("tag", {"name": "Hostelería"}),
    ("person", {"name": "Jaime Uriol"}),
    ("consent", {"decision": "objected", "channel": "sms", "on": "2026-01-02"}),
]


@pytest.mark.parametrize(("address", "data"), DIALOGS)
def test_each_dialog_opens_and_writes(world: World, address: str, data: dict[str, Any]) -> None:
    party, client = cafe(world), world.client("ana")
    assert client.get(f"/parties/{party.ref}/{address}", **HX).status_code == 200
    answer = client.post(f"/parties/{party.ref}/{address}", data, **HX)
    assert answer.status_code == 200, answer.content.decode()
    assert "record-changed" in answer["HX-Trigger"]


def test_a_dialog_with_nothing_in_it_says_what_is_missing(world: World) -> None:
    party, client = cafe(world), world.client("beto")
    answer = client.post(f"/parties/{party.ref}/observation/need", {"kind": "need", "text": ""}, **HX)
    assert answer.status_code == 422
    assert not Observation.objects.exists()


def test_nuria_sees_the_card_of_another_team_and_changes_nothing(world: World) -> None:
    party, client = cafe(world), world.client("nuria")
    assert client.get(f"/parties/{party.ref}/").status_code == 200
    answer = client.post(f"/parties/{party.ref}/observation/need", {"kind": "need", "text": "x"}, **HX)
    assert answer.status_code == 403
    assert not Observation.objects.exists()
    assert (
        world.client("beto")
        .post(f"/parties/{party.ref}/observation/need", {"kind": "need", "text": "x"}, **HX)
        .status_code
        == 200
    )


def test_a_relationship_is_read_from_the_other_side(world: World) -> None:
    party, hotel, client = cafe(world), world.company("Hotel Tibur", owner="beto"), world.client("beto")
    kind = RelationshipType.objects.get(code="prescribes")
    answer = client.post(f"/parties/{party.ref}/relate", {"type": f"-{kind.ref}", "other": hotel.ref}, **HX)
    assert answer.status_code == 200, answer.content.decode()
    assert kind.name in client.get(f"/parties/{hotel.ref}/").content.decode()
    assert kind.inverse in client.get(f"/parties/{party.ref}/").content.decode()


def test_a_role_is_given_and_ended_from_the_head(world: World) -> None:
    party, client = cafe(world), world.client("beto")
    role = RoleType.objects.get(code="ambassador")
    client.post(f"/parties/{party.ref}/role", {"role": role.ref, "since": "2025-03-01"}, **HX)
    assert PartyRole.objects.get(party=party, role=role).current == role
    assert client.get(f"/parties/{party.ref}/role/{role.ref}", **HX).status_code == 200
    client.post(f"/parties/{party.ref}/role/{role.ref}", {"end": "1"}, **HX)
    assert PartyRole.objects.get(party=party, role=role).current is None


def test_the_ledger_shows_the_proof_and_a_mistake_is_annulled(world: World) -> None:
    party, client = cafe(world), world.client("beto")
    actions.record_consent(
        party, decision="given", basis="consent", channel="email", proof="Hoja firmada", by=world.actor("beto")
    )
    assert "Hoja firmada" in client.get(f"/parties/{party.ref}/ledger", **HX).content.decode()
    entry = ConsentEntry.objects.get()
    client.post(f"/parties/{party.ref}/ledger/{entry.pk}/annul", **HX)
    assert Party.objects.get(pk=party.pk).consent_email == "unknown"
    assert ConsentEntry.objects.count() == 2


def test_quick_create_of_a_company_with_whom_one_deals(world: World) -> None:
    client = world.client("beto")
    assert client.get("/parties/new?quick=1", **HX).status_code == 200
    answer = client.post(
        "/parties/new?quick=1",
        {
            "quick": "1",
            "kind": "organisation",
            "name": "Panadería Lou",
            "phone": "976 77 15 26",
            "contact": "Ángel Lou",
        },
        **HX,
    )
    assert answer.status_code == 200, answer.content.decode()
    bakery = Party.objects.get(name="Panadería Lou")
    assert bakery.main_contact == Party.objects.get(name="Ángel Lou")
    assert bakery.owner == world.user("beto")


def test_typing_a_telephone_that_is_here_says_so(world: World) -> None:
    cafe(world)
    answer = world.client("beto").post("/parties/similar", {"kind": "person", "name": "x", "phone": "655702138"}, **HX)
    assert "Cafetería La Parada" in answer.content.decode()


def test_a_field_the_company_made_stands_on_the_card(world: World) -> None:
    define_field(Party.record_key, label="Día de cierre", kind="text", by=world.actor("ana"))
    party, beto = cafe(world), world.client("beto")
    [name] = custom.fields_of(Party.record_key)
    empty = beto.get(f"/parties/{party.ref}/").content.decode()
    assert "Día de cierre" in empty
    writing.edit(registry.get(Party.record_key), party, {name: "Los lunes"}, by=world.actor("beto"))
    for address in (f"/parties/{party.ref}/", f"/parties/{party.ref}/panel"):
        assert "Los lunes" in beto.get(address).content.decode()
