"""What an import asked and nobody answered waits on the desk of duplicates; what was answered is not asked there."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from tests import imports
from tests.merging import differences, held
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory import actions
from tendero.directory.actions.duplicates import find_duplicates
from tendero.directory.models import KnownApart, Party, Relationship, RelationshipType
from tendero.directory.queries import desk
from tendero.directory.tests.test_duplicates_desk import Told
from tendero.directory.tests.test_import_doubts import BASE, FAMILY, FILE, WITHIN, asked
from tendero.kernel import journal
from tendero.kernel.models import ChangeSet
from tendero.records.exchange import asking, settling

ANSWERED = {"records.ImportAnswer", "records.ImportDoubt", "access.OpenSession", "identity.User"}
FRAGMENT = {"HX-Request": "true"}

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


def said(world: World, batch: Any, told: str, who: str = "ana") -> Any:
    """Somebody answers the one question of this import on its screen."""
    address = f"/parties/import/{batch.ref}/doubts/answer/"
    return world.client(who).post(address, {"answer": f"{told}:{batch.doubts.get().number}"}, headers=FRAGMENT)


def test_the_same_said_after_the_import_makes_them_one_and_is_undone_in_the_flash(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk")
    before = held()
    page = said(world, batch, "same")
    merge = ChangeSet.objects.filter(action="directory.merge_parties").get()
    assert merge.ref in page["HX-Trigger"]
    other.refresh_from_db()
    assert (page.status_code, other.merged_into) == (200, one)
    again = said(world, batch, "same")
    assert ChangeSet.objects.filter(action="directory.merge_parties").get().ref not in again["HX-Trigger"]
    assert journal.revert(merge, by=world.actor("ana")).kept == []
    assert {label for label, *_row in differences(before, held())} <= ANSWERED


def test_an_answer_taken_back_after_the_import_makes_them_two_again(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    before = held()
    said(world, batch, "same")
    said(world, batch, "")
    assert {label for label, *_row in differences(before, held())} <= ANSWERED
    said(world, batch, "two")
    assert KnownApart.objects.count() == 1
    said(world, batch, "")
    assert not KnownApart.objects.exists()


def test_deciding_later_forgets_nothing_that_was_said_elsewhere(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk")
    actions.keep_apart(one, other=other, by=world.actor("ana"))
    said(world, batch, "")
    assert KnownApart.objects.count() == 1


def test_who_wants_to_choose_compares_them_and_comes_back(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    screen = world.client("ana")
    address = f"/parties/import/{batch.ref}/doubts/"
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk").values_list("ref", flat=True)
    told = f"/parties/merge?ref={one}&amp;ref={other}&amp;back=%2Fparties%2Fimport%2F"
    assert told in screen.get(address).content.decode()
    page = screen.get(f"/parties/merge?ref={one}&ref={other}&back={address}").content.decode()
    assert f'value="{address}"' in page


def test_a_person_and_a_company_are_compared_since_nobody_can_know_which(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk")
    actions.update_party(other, values={"kind": "organisation", "name": "Marta Lasala Olivan"}, by=world.actor("ana"))
    answer = said(world, batch, "same")
    assert answer["HX-Redirect"].startswith(f"/parties/merge?ref={one.ref}&ref={other.ref}&back=")
    assert not ChangeSet.objects.filter(action="directory.merge_parties").exists()


def test_who_may_not_merge_answers_and_merges_nobody(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"), owner=world.user("beto").ref)
    batch = brought(world, FILE)
    sales = Profile.objects.get(code="comercial")
    rights = {("directory.Party", verb): "all" for verb in ("view", "change", "import")}
    set_rights(sales, by=world.actor("ana"), scopes=rights | {("directory.Party", "merge"): "none"}, fields={})
    batch.by_id = world.user("beto").pk
    page = said(world, batch, "same", "beto")
    assert "HX-Redirect" not in page
    assert not ChangeSet.objects.filter(action="directory.merge_parties").exists()
    assert "t-btn" not in page.content.decode() or "/parties/merge" not in page.content.decode()


@pytest.mark.parametrize("text", [FILE, WITHIN], ids=["contact", "row"])
def test_two_said_once_is_remembered_by_the_desk_when_it_settles_another_import(world: World, text: str) -> None:
    """The first file never ran; the second asks nothing, and neither does the desk."""
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    _first, doubts = asked(text, by=ana)
    asking.answer(doubts, "two", by=ana)
    batch, doubts = asked(text, by=ana)
    assert doubts == []
    imports.run(batch, by=ana)
    assert KnownApart.objects.count() == 1
    find_duplicates(Told())
    assert on_desk(world) == []


def test_two_said_after_the_import_is_remembered_on_the_desk(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    assert len(on_desk(world)) == 1
    answer = {"answer": f"two:{batch.doubts.get().number}"}
    world.client("ana").post(f"/parties/import/{batch.ref}/doubts/answer/", answer)
    assert on_desk(world) == []


def test_a_family_that_waits_on_the_desk_is_rather_related_than_made_one(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    brought(world, FAMILY)
    (entry,) = desk.page(world.actor("ana")).entries
    assert (entry.share, entry.sure) == (True, False)
    one, other = entry.parties
    screen = world.client("ana")
    assert "Comparten teléfono" in screen.get("/parties/duplicates/").content.decode()
    dialog = f"/parties/{one.ref}/relate?other={other.ref}"
    assert other.ref in screen.get(dialog).content.decode()
    kind = RelationshipType.objects.exclude(code="works_at").first()
    assert kind is not None
    before = held()
    screen.post(dialog, {"type": kind.ref, "other": other.ref}, headers=FRAGMENT)
    assert Relationship.objects.filter(party=one, other=other).exists()
    assert on_desk(world) == []
    journal.revert(ChangeSet.objects.latest("id"), by=world.actor("ana"))
    assert {label for label, *_row in differences(before, held())} <= ANSWERED


def test_who_looks_alike_is_no_family(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    brought(world, FILE)
    assert [entry.share for entry in desk.page(world.actor("ana")).entries] == [False]


def on_page(world: World, batch: Any) -> dict[str, Any]:
    """What the page of questions sends along."""
    page = world.client("ana").get(f"/parties/import/{batch.ref}/doubts/").content.decode()
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def merges() -> int:
    return ChangeSet.objects.filter(action="directory.merge_parties").count()


def test_whom_somebody_changed_after_the_question_was_shown_is_looked_at_first(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    shown, number = on_page(world, batch), batch.doubts.get().number
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk")
    actions.update_party(one, values={"first_name": "María"}, by=world.actor("beto"))
    address = f"/parties/import/{batch.ref}/doubts/answer/"

    answer = world.client("ana").post(address, shown | {"answer": f"same:{number}"}, headers=FRAGMENT)

    assert answer["HX-Redirect"].startswith(f"/parties/merge?ref={one.ref}&ref={other.ref}&back=")
    assert "cambi" in unquote(answer.cookies["tendero_toast"].value)
    assert merges() == 0
    world.client("ana").post(address, on_page(world, batch) | {"answer": f"same:{number}"}, headers=FRAGMENT)
    assert merges() == 1


def test_who_came_into_another_one_meanwhile_is_looked_at_first(world: World) -> None:
    """The page showed Marta beside Marta; by now one of them is Lucía's card."""
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch = brought(world, FILE)
    shown, number = on_page(world, batch), batch.doubts.get().number
    one = Party.objects.filter(name__startswith="Marta").order_by("pk")[0]
    actions.merge_parties(world.person("Lucía", "Otal", owner="ana"), others=[one], by=ana)
    address = f"/parties/import/{batch.ref}/doubts/answer/"

    answer = world.client("ana").post(address, shown | {"answer": f"same:{number}"}, headers=FRAGMENT)

    assert answer["HX-Redirect"].startswith("/parties/merge?ref=")
    assert merges() == 1


def test_what_one_merged_oneself_on_the_page_stands_in_no_ones_way(world: World) -> None:
    """Two rows of the file are Marta: the first answer changes her card, and the second goes on."""
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, doubts = asked(FILE + "Marta Lasala Olivam;644000333;Jaca\n", by=ana)
    imports.run(batch, by=ana)
    numbers = [one.number for one in doubts]
    assert len(numbers) == 2
    versions: dict[str, int] = {}
    for one in settling.compared(batch, list(batch.doubts.all()), ana).values():
        versions |= one.versions

    settled = settling.settle(batch, numbers, "same", seen=versions, by=ana).done

    assert [one.further for one in settled.values()] == ["", ""]
    assert merges() == 2


@pytest.mark.parametrize(
    "answer", ["same", "same:", "two", "", ":", "perhaps:", "SAME:2", "same:999", "two:x", "perhaps:2"]
)
def test_of_all_the_page_only_that_they_are_two_is_said(world: World, answer: str) -> None:
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, _doubts = asked(FILE + "Marta Lasala Olivam;644000333;Jaca\n", by=ana)
    imports.run(batch, by=ana)
    address, screen = f"/parties/import/{batch.ref}/doubts/answer/", world.client("ana")

    piece = screen.post(address, {"answer": answer}, headers=FRAGMENT)
    page = screen.post(address, {"answer": answer})

    assert (piece.status_code, page.status_code) == (422, 302)
    assert "toast" in piece["HX-Trigger"]
    assert page.cookies["tendero_toast"].value
    assert merges() == 0
    assert not batch.doubts.exclude(answer="").exists()
    screen.post(address, {"answer": "two:"})
    assert batch.doubts.filter(answer="two").count() == 2


def test_two_after_the_same_makes_them_two_for_good(world: World) -> None:
    imports.bring(BASE, by=world.actor("ana"))
    batch = brought(world, FILE)
    said(world, batch, "same")

    said(world, batch, "two")

    assert Party.objects.filter(name__startswith="Marta").count() == 2
    assert KnownApart.objects.count() == 1
