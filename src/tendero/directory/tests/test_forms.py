"""The whole form of a contact shows what makes sense for a person or for a company, and loses nothing."""

from __future__ import annotations

import re

import pytest
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile

FIELD = re.compile(r'<div class="t-field[^>]*data-only-if="kind"([^>]*)>\s*<input[^>]*name="_field" value="(\w+)"')


def boxes(html: str, *, hidden: bool) -> set[str]:
    """Names of the fields that depend on the kind, shown or hidden."""
    found = FIELD.findall(html)
    return {name for marks, name in found if (" hidden" in marks) == hidden}


@pytest.mark.parametrize(
    ("make", "shown", "absent"),
    [
        ("company", {"name", "legal_name"}, "works_at"),
        ("person", {"first_name", "last_name", "works_at"}, "legal_name"),
    ],
)
def test_only_what_fits_the_kind_is_shown(world: World, make: str, shown: set[str], absent: str) -> None:
    party = world.company("Bar Emilio", owner="beto") if make == "company" else world.don_luis
    html = world.client("beto").get(f"/parties/{party.ref}/edit").content.decode()
    assert shown <= boxes(html, hidden=False)
    assert absent in boxes(html, hidden=True)
    assert not boxes(html, hidden=False) & boxes(html, hidden=True)


def test_whoever_cannot_see_the_kind_sees_every_field(world: World) -> None:
    rules = {("directory.Party", "kind"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    html = world.client("beto").get(f"/parties/{world.don_luis.ref}/edit").content.decode()
    assert boxes(html, hidden=True) == set()
    assert "legal_name" in boxes(html, hidden=False)
