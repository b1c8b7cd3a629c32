"""What an import asked and nobody answered waits on the desk of duplicates; what was answered is not asked there."""

from __future__ import annotations

from typing import Any

import pytest
from tests import imports
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory.actions.duplicates import find_duplicates
from tendero.directory.models import KnownApart, Party
from tendero.directory.queries import desk
from tendero.directory.tests.test_duplicates_desk import Told
from tendero.directory.tests.test_import_doubts import BASE, FAMILY, FILE, WITHIN, asked
from tendero.kernel import journal
from tendero.kernel.models import ChangeSet
from tendero.records.exchange import asking

pytestmark = pytest.mark.django_db


def brought(world: World, text: str, told: str = "", who: str = "ana") -> Any:
    """An import with one doubtful row, answered or not, that ran."""
    by = world.actor(who)
    batch, doubts = asked(text, by=by)
    asking.answer(doubts, told, by=by)
    imports.run(batch, by=by)
    return batch


def on_desk(world: World, who: str = "ana") -> list[list[str]]:
    return [sorted(party.name for party in entry.parties) for entry in desk.page(world.actor(who)).entries]


@pytest.mark.parametrize(
    ("text", "other"), [(FILE, "Marta Lasala Olivan"), (FAMILY, "Pedro Royo Abad")], ids=["alike", "family"]
)
def test_a_question_left_open_waits_on_the_desk_at_once_and_no_search_takes_it_away(
    world: World, text: str, other: str
) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    brought(world, text)
    assert on_desk(world) == [sorted(["Marta Lasala Oliván", other])]
    find_duplicates(Told())
    assert on_desk(world) == [sorted(["Marta Lasala Oliván", other])]


def test_two_rows_of_one_file_wait_there_too(world: World) -> None:
    brought(world, WITHIN)
    assert on_desk(world) == [["Teresa Buisan Cebrin", "Teresa Buisán Cebrián"]]


def test_what_was_said_to_be_two_is_not_asked_again_until_the_import_is_undone(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE, "two")
    assert KnownApart.objects.count() == 1
    find_duplicates(Told())
    assert on_desk(world) == []
    for change_set in ChangeSet.objects.filter(batch=batch.ref).order_by("-id"):
        journal.revert(change_set, by=world.actor("ana"))
    assert not KnownApart.objects.exists()


def test_a_pair_for_a_hidden_telephone_is_shown_to_nobody_who_may_not_know_it(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"), owner=world.user("beto").ref)
    brought(world, FAMILY)
    for party in Party.objects.all():
        assert party.phones.exists()
    sales = Profile.objects.get(code="comercial")
    scopes = {("directory.Party", "view"): "all", ("directory.Party", "change"): "all"}
    set_rights(sales, by=world.actor("ana"), scopes=scopes, fields={})
    assert len(on_desk(world, "beto")) == 1
    hidden = {("directory.Party", "phones"): "hidden", ("directory.Party", "phone"): "hidden"}
    set_rights(sales, by=world.actor("ana"), scopes=scopes, fields=hidden)
    assert on_desk(world, "beto") == []
    assert desk.waiting(world.actor("beto")) == 0


def test_the_same_said_after_the_import_leads_to_the_merge_and_back(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    screen = world.client("ana")
    number = batch.doubts.get().number
    answer = screen.post(f"/parties/import/{batch.ref}/doubts/answer/", {"answer": f"same:{number}"})
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk").values_list("ref", flat=True)
    assert answer["Location"].startswith(f"/parties/merge?ref={one}&ref={other}&back=%2Fparties%2Fimport%2F")
    assert f'value="/parties/import/{batch.ref}/doubts/"' in screen.get(answer["Location"]).content.decode()


def test_two_said_after_the_import_is_remembered_on_the_desk(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    assert len(on_desk(world)) == 1
    answer = {"answer": f"two:{batch.doubts.get().number}"}
    world.client("ana").post(f"/parties/import/{batch.ref}/doubts/answer/", answer)
    assert on_desk(world) == []
