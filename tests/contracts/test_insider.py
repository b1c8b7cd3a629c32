"""What somebody of the house tries with the rights he has: each story ends with nothing learnt and nothing changed."""

from __future__ import annotations

import json

from django.test import Client

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Profile
from tendero.directory.models import Party
from tests.world import World


def test_a_new_contact_belongs_to_whoever_sends_it_unless_it_says_whose(world: World) -> None:
    """As on the screen; `null` is nobody's. Where his profile may not say whose, it stays nobody's."""
    _token, secret = create_token(world.user("beto"), by=world.actor("beto"), name="prueba")
    api = Client(headers={"Authorization": f"Bearer {secret}"})

    def made(**values: object) -> object:
        body = {"kind": "person", "first_name": "Rosa", "last_name": "Gil", **values}
        answer = api.post("/api/v1/parties", json.dumps(body), content_type="application/json")
        assert answer.status_code == 201, answer.content
        return answer.json().get("owner", "unknown")

    pablo = world.user("pablo").ref
    assert made() == world.user("beto").ref
    assert made(owner=pablo) == pablo
    assert made(owner=None) is None
    rule = {("directory.Party", "owner"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rule)
    assert made() == "unknown"
    assert Party.objects.order_by("-pk").values_list("owner", flat=True)[0] is None
