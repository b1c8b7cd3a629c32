"""Ana reads the audit: people and stages by their names, an import by its own."""

from __future__ import annotations

from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.kernel import changes
from tendero.records import registry, writing


def audit(world: World, who: str = "ana") -> str:
    answer = world.client(who).get("/settings/audit/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_responsible_is_told_by_name_and_not_by_number(world: World) -> None:
    bar = world.company("Bar Torrero", owner="beto")
    with changes.change_set("records.bulk:directory.Party", by=world.actor("ana")):
        writing.edit(registry.get("directory.Party"), bar, {"owner": world.user("nuria")}, by=world.actor("ana"))
    shown = audit(world)
    assert "Beto Sanz → Nuria Palacín" in shown
    assert f" {world.user('nuria').pk} " not in shown.partition("Bar Torrero")[2].partition("</li>")[0]


def test_what_is_made_has_no_from_and_to(world: World) -> None:
    with changes.change_set("records.run_import", by=world.actor("ana"), origin="import"):
        values = {"kind": "organisation", "name": "Obrador La Tahona"}
        writing.add(registry.get("directory.Party"), values, by=world.actor("ana"))
    entry = audit(world).partition("Obrador La Tahona")[2].partition("</li>")[0]
    assert "se creó" in entry
    assert "→" not in entry
    assert "records.run_import" not in audit(world).partition("t-audit")[2]


def test_a_right_is_told_as_it_was_given(world: World) -> None:
    rules = {("directory.Party", "tax_id"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    assert "hidden" in audit(world)
