"""What of the directory the historial tells, and that undo takes it away."""

from __future__ import annotations

from tests.world import World

from tendero.activities.models import Activity
from tendero.activities.queries.timeline import Timeline
from tendero.directory import actions
from tendero.kernel import journal
from tendero.kernel.models import ChangeSet


def lines(world: World, who: str = "beto") -> list[str]:
    told = Timeline(world.don_luis, world.actor(who))
    return [entry.title for group in told.groups for entry in group.entries]


def test_another_responsible_is_told_and_undone(world: World) -> None:
    actions.assign_owner(world.don_luis, owner=world.user("pablo"), by=world.actor("ana"))
    assert lines(world) == ["Responsable: Pablo Serrano"]
    journal.revert(ChangeSet.objects.latest("id"), by=world.actor("ana"))
    assert lines(world) == []
    assert not Activity.objects.exists()


def test_every_historial_ends_with_how_the_contact_came(world: World) -> None:
    birth = Timeline(world.don_luis, world.actor("beto")).birth
    assert birth is not None
    assert birth.telling.title == "Se creó el contacto"
