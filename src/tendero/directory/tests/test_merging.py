"""Two contacts that are one, made one, and made two again."""

from __future__ import annotations

from tests.world import World

from tendero.directory import actions
from tendero.directory.models import Party, PartyEmail
from tendero.kernel import journal
from tendero.kernel.models import ChangeSet


def last() -> ChangeSet:
    found = ChangeSet.objects.order_by("-id").first()
    assert found is not None
    return found


def test_what_hangs_on_rosa_hangs_on_the_kept_one(world: World) -> None:
    ana = world.actor("ana")
    kept = actions.create_party(by=ana, values={"kind": "person", "first_name": "Rosa", "email": "rosa@bar.example"})
    other = actions.create_party(
        by=ana,
        values={
            "kind": "person",
            "first_name": "Rosa",
            "last_name": "Gil",
            "emails": [{"address": "ROSA@bar.example"}, {"address": "gil@bar.example"}],
            "tax_id": "12345678Z",
        },
    )
    actions.merge_parties(kept, others=[other], by=ana)
    assert [row.address for row in PartyEmail.objects.filter(party=kept)] == ["rosa@bar.example", "gil@bar.example"]
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.name, kept.tax_id, other.merged_into_id) == ("Rosa", "12345678Z", kept.pk)
    assert not Party.objects.filter(pk=other.pk).exists()
    report = journal.revert(last(), by=ana)
    assert report.kept == []
    assert [row.address for row in PartyEmail.objects.filter(party=other)] == ["ROSA@bar.example", "gil@bar.example"]
