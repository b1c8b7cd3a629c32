"""One journal, one undo: what an action wrote can be put back, and what somebody changed since is respected."""

from __future__ import annotations

from typing import Any

import pytest

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory.models import Party, PartyEmail
from tendero.kernel import changes, journal, write
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, ChangeSet, SearchDocument, Unjournaled
from tests.world import World


def in_one_set(by: Actor, work: Any, action: str = "test.story") -> ChangeSet:
    with changes.change_set(action, by=by) as opened:
        work()
        return opened.saved()


def test_nobody_writes_a_journaled_row_past_the_writer(world: World) -> None:
    luis = world.don_luis
    luis.first_name = "Lucas"
    for forbidden in (
        luis.save,
        luis.delete,
        lambda: Party.objects.filter(pk=luis.pk).update(city="Lugo"),
        lambda: Party.objects.all().delete(),
        lambda: Party.objects.bulk_create([Party(name="Otro")]),
        lambda: Party.objects.bulk_update([luis], ["first_name"]),
    ):
        with pytest.raises(Unjournaled):
            forbidden()
    assert Party.objects.get().first_name == "Luis"


def test_outside_an_action_nothing_is_written(world: World) -> None:
    luis = world.don_luis
    with pytest.raises(changes.NoChangeSet):
        write.change(luis, first_name="Lucas")


def test_beto_corrects_a_name_and_undoes_it(world: World) -> None:
    luis, beto = world.don_luis, world.actor("beto")
    done = in_one_set(beto, lambda: write.change(luis, first_name="Lucas"))
    luis.refresh_from_db()
    assert (luis.name, luis.version) == ("Lucas Ferrer Lasala", 2)

    report = journal.revert(done, by=beto)

    luis.refresh_from_db()
    assert luis.name == "Luis Ferrer Lasala"
    assert report.reverted == {("directory.Party", luis.pk)}
    assert report.kept == []
    assert SearchDocument.objects.get(record_id=luis.pk).title == "Luis Ferrer Lasala"


def test_what_ana_changed_since_stays_and_is_named(world: World) -> None:
    luis, beto = world.don_luis, world.actor("beto")
    done = in_one_set(beto, lambda: write.change(luis, first_name="Lucas", website="luis.example"))
    in_one_set(world.actor("ana"), lambda: write.change(luis, first_name="Lucio"))

    report = journal.revert(done, by=beto)

    luis.refresh_from_db()
    assert (luis.first_name, luis.website) == ("Lucio", "")
    assert [(kept.title, kept.field) for kept in report.kept] == [("Lucio Ferrer Lasala", "first_name")]


def test_an_undo_can_be_undone(world: World) -> None:
    luis, beto = world.don_luis, world.actor("beto")
    done = in_one_set(beto, lambda: write.change(luis, first_name="Lucas"))
    back = journal.revert(done, by=beto)
    again = journal.revert(ChangeSet.objects.get(ref=back.change_set), by=beto)
    luis.refresh_from_db()
    assert luis.first_name == "Lucas"
    assert again.kept == []


def test_undoing_a_creation_bins_it_and_undoing_that_brings_it_back(world: World) -> None:
    ana = world.actor("ana")
    done = in_one_set(ana, lambda: write.create(Party(kind="organisation", name="Bar Torrero")))
    journal.revert(done, by=ana)
    assert not Party.objects.filter(name="Bar Torrero").exists()
    bar = Party.everything.get(name="Bar Torrero")
    assert bar.binned_at is not None
    assert not SearchDocument.objects.filter(record_id=bar.pk).exists()

    journal.revert(ChangeSet.objects.latest("id"), by=ana)
    assert Party.objects.filter(name="Bar Torrero").exists()


def test_a_removed_child_comes_back_with_its_values(world: World) -> None:
    luis, beto = world.don_luis, world.actor("beto")
    email = world.make(PartyEmail(party=luis, address="Luis@bar.example", label="casa"))
    done = in_one_set(beto, lambda: write.remove(email))
    luis.refresh_from_db()
    assert luis.email == ""
    journal.revert(done, by=beto)
    luis.refresh_from_db()
    assert luis.email == "Luis@bar.example"
    assert PartyEmail.objects.get().label == "casa"


def test_undo_asks_todays_rights(world: World) -> None:
    """Beto changed it while it was his; since then it is Nuria's, of another team."""
    luis, beto = world.don_luis, world.actor("beto")
    done = in_one_set(beto, lambda: write.change(luis, first_name="Lucas"))
    in_one_set(world.system, lambda: write.change(luis, owner=world.user("nuria")))
    report = journal.revert(done, by=beto)
    luis.refresh_from_db()
    assert luis.first_name == "Lucas"
    assert len(report.kept) == 1


def test_a_removed_child_stays_away_from_a_record_that_is_no_longer_his(world: World) -> None:
    """Beto took the address away while Luis was his; its twin, where he still is, stands above."""
    luis, beto = world.don_luis, world.actor("beto")
    email = world.make(PartyEmail(party=luis, address="luis@bar.example"))
    done = in_one_set(beto, lambda: write.remove(email))
    in_one_set(world.system, lambda: write.change(luis, owner=world.user("nuria")))
    before = Change.objects.count()
    report = journal.revert(done, by=beto)
    assert (report.reverted, len(report.kept)) == (set(), 1)
    assert not PartyEmail.objects.exists()
    assert Change.objects.count() == before


@pytest.mark.parametrize("mode", ["hidden", "readonly"])
def test_a_removed_child_stays_away_when_its_field_was_closed_since(world: World, mode: str) -> None:
    luis, beto = world.don_luis, world.actor("beto")
    email = world.make(PartyEmail(party=luis, address="luis@bar.example"))
    done = in_one_set(beto, lambda: write.remove(email))
    fields = {("directory.Party", name): mode for name in ("email", "emails")}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=fields)
    report = journal.revert(done, by=beto)
    assert (report.reverted, len(report.kept)) == (set(), 1)
    assert not PartyEmail.objects.exists()


def test_an_error_takes_everything_back_journal_included(world: World) -> None:
    luis = world.don_luis
    before = Change.objects.count()

    def fail() -> None:
        write.change(luis, first_name="Lucas")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_one_set(world.actor("beto"), fail)
    assert Party.objects.get().first_name == "Luis"
    assert Change.objects.count() == before


def test_a_stale_version_is_a_conflict(world: World) -> None:
    luis = world.don_luis
    in_one_set(world.actor("ana"), lambda: write.change(luis, website="a.example"))
    with pytest.raises(write.Conflict):
        in_one_set(world.actor("beto"), lambda: write.change(luis, expected_version=1, website="b.example"))


def test_the_journal_tells_who_when_from_what_to_what(world: World) -> None:
    luis = world.don_luis
    in_one_set(world.actor("beto"), lambda: write.change(luis, first_name="Lucas"))
    line = journal.history(luis)[0]
    assert (line.change_set.actor_name, line.change_set.origin) == ("Beto Sanz", "screen")
    told = {change.field: (change.before, change.after) for change in journal.history(luis) if change.kind == "change"}
    assert told["first_name"] == ("Luis", "Lucas")


def test_many_rows_are_changed_with_a_constant_number_of_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    people = [world.person(f"Persona {number}", "Prueba") for number in range(30)]
    with django_assert_max_num_queries(40):
        in_one_set(
            world.actor("ana"), lambda: write.change_many(Party, [person.pk for person in people], website="x.example")
        )
    assert Party.objects.filter(website="x.example", version=2).count() == 30


def test_the_bin_is_out_of_sight_and_out_of_search(world: World) -> None:
    luis = world.don_luis
    in_one_set(world.actor("ana"), lambda: write.to_bin([luis]))
    assert not Party.objects.exists()
    assert SearchDocument.objects.count() == 0
