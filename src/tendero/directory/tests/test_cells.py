"""A telephone, e-mail or tax id changed in place says who has it already, as the form does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory import actions
from tendero.directory.models import Party


def put(world: World, party: Party, field: str, value: str) -> dict[str, Any]:
    """Beto writes in the cell of the list; the toast that answers."""
    sent = {field: value, "version": Party.objects.get(pk=party.pk).version, "tag": "td"}
    answer = world.client("beto").post(f"/parties/{party.ref}/field/{field}", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.content.decode()
    told: dict[str, Any] = json.loads(answer["HX-Trigger"])["toast"]
    return told


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phone", "976 44 02 15", "Ese teléfono ya está: Bar Emilio"),
        ("email", "emilio@bar.example", "Ese e-mail ya está: Bar Emilio"),
        ("tax_id", "B50118427", "Ese NIF ya está: Bar Emilio"),
    ],
)
def test_the_toast_says_who_has_it_already_and_opens_him(world: World, field: str, value: str, said: str) -> None:
    there = world.company("Bar Emilio", owner="beto")
    assert "Emilio" not in put(world, there, field, value)["text"]
    other = world.company("Bar Ordesa", owner="beto")
    told = put(world, other, field, value)
    assert said in told["text"]
    assert told["link"] == f"/parties/{there.ref}/"
    assert told["kind"] == "warning"
    assert told["undo"]


def test_a_number_that_lacks_digits_is_kept_with_a_word(world: World) -> None:
    told = put(world, world.company("Bar Ordesa", owner="beto"), "phone", "9764")
    assert "Parece que le faltan cifras" in told["text"]
    assert told["link"] == ""


def test_what_is_beyond_reach_is_told_without_a_name(world: World) -> None:
    far = world.company("Bar Emilio", owner="nuria")
    actions.update_party(far, by=world.actor("nuria"), values={"phone": "976440215"})
    scopes = {("directory.Party", "view"): "own"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes=scopes, fields={})
    told = put(world, world.company("Bar Ordesa", owner="beto"), "phone", "976440215")
    assert "Ya existe" in told["text"]
    assert "Emilio" not in told["text"]
    assert told["link"] == ""
