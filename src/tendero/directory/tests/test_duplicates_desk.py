"""The desk of duplicates, as each of the cast sees it."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.world import World

from tendero.directory import actions
from tendero.directory.actions.duplicates import find_duplicates
from tendero.directory.models import DuplicatePair, KnownApart, Party
from tendero.directory.queries import desk
from tendero.directory.queries.duplicates import duplicates_of
from tendero.kernel.jobs import Job

pytestmark = pytest.mark.django_db
DESK = "/parties/duplicates/"


class Told:
    checkpoint: dict[str, Any] = {}

    def progress(self, done: int, total: int | None = None, note: str | None = None) -> None: ...

    def chunk(self, state: Any = None, **_told: Any) -> Any:
        return nullcontext()


def twins(world: World, owner: Any, name: str = "Lasala", phone: str = "655702138") -> tuple[Party, Party]:
    """Two entries of one person."""
    by = world.actor("ana")
    values = {"kind": "person", "last_name": name, "phone": phone, "owner": owner}
    one: Party = actions.create_party(by=by, values={**values, "first_name": "Pepe"})
    other: Party = actions.create_party(by=by, values={**values, "first_name": "José"})
    find_duplicates(Told())
    return one, other


def test_a_pair_is_shown_side_by_side_told_two_and_undone(world: World) -> None:
    one, other = twins(world, world.user("ana"))
    screen = world.client("ana")
    page = screen.get(DESK).content.decode()
    assert "Pepe Lasala" in page
    assert "José Lasala" in page
    assert "Mismo teléfono" in page
    answer = screen.post(f"/parties/{one.ref}/apart", {"other": other.ref}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert KnownApart.objects.get().one == one
    assert "Pepe Lasala" not in screen.get(DESK).content.decode()
    assert "Pepe Lasala" in screen.get(f"{DESK}?shown=apart").content.decode()
    screen.post(f"/parties/{other.ref}/apart", {"other": one.ref, "again": "1"}, headers={"HX-Request": "true"})
    assert "Pepe Lasala" in screen.get(DESK).content.decode()


def test_a_pair_with_one_out_of_reach_does_not_exist(world: World) -> None:
    one, other = twins(world, world.user("beto"))
    assert desk.waiting(world.actor("beto")) == 1
    actions.assign_owner(other, owner=world.user("nuria"), by=world.actor("ana"))
    assert desk.waiting(world.actor("ana")) == 1
    assert desk.waiting(world.actor("beto")) == 0
    screen = world.client("beto")
    assert "Lasala" not in screen.get(DESK).content.decode()
    assert screen.post(f"/parties/{one.ref}/apart", {"other": other.ref}).status_code in (403, 404)
    assert not KnownApart.objects.exists()


def test_who_has_been_told_apart_is_not_warned_of_again(world: World) -> None:
    one, other = twins(world, world.user("ana"))
    by = world.actor("ana")
    values = {"kind": "person", "name": "Pepe Lasala", "phone": "655702138"}
    assert [found.party for found in duplicates_of(values, by, but=one)] == [other]
    actions.keep_apart(one, other=other, by=by)
    assert duplicates_of(values, by, but=one) == []


def test_the_desk_costs_the_same_for_any_number_of_pairs(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.page(world.actor("ana"))
        return len(asked)

    twins(world, world.user("ana"))
    few = cost()
    for number, name in enumerate(("Ferrer", "Lacambra", "Nasarre", "Urriés")):
        twins(world, world.user("ana"), name, f"65570210{number}")
    assert len(desk.page(world.actor("ana")).entries) == 5
    assert cost() == few


def test_one_search_at_a_time(world: World) -> None:
    screen = world.client("ana")
    screen.post(f"{DESK}search")
    screen.post(f"{DESK}search")
    assert Job.objects.filter(task="directory.find_duplicates").count() == 1


def group(world: World) -> list[Party]:
    """Three entries of one person."""
    by, made = world.actor("ana"), []
    for first in ("Elvira", "Elbira", "Elvira"):
        values = {"kind": "person", "first_name": first, "last_name": "Uriol Buisán", "phone": "655112233"}
        made.append(actions.create_party(by=by, values={**values, "owner": world.user("ana")}))
    find_duplicates(Told())
    return made


def test_three_that_look_alike_stand_in_one_group_and_are_made_one_together(world: World) -> None:
    parties = group(world)
    twins(world, world.user("ana"))
    entries = desk.page(world.actor("ana")).entries
    assert sorted(len(entry.parties) for entry in entries) == [2, 3]
    page = world.client("ana").get(DESK).content.decode()
    assert "Fusionar los 3" in page
    refs = next(entry.refs for entry in entries if len(entry.refs) == 3)
    assert set(refs) == {party.ref for party in parties}
    answer = world.client("ana").post("/parties/merge", {"ref": refs, "kept": refs[0], "back": f"{DESK}?at=1"})
    assert answer["Location"] == f"{DESK}?at=1"
    assert [len(entry.parties) for entry in desk.page(world.actor("ana")).entries] == [2]


def test_a_group_is_told_to_be_as_many_at_once_and_taken_back_at_once(world: World) -> None:
    one, two, three = group(world)
    sent = {"other": [two.ref, three.ref]}
    world.client("ana").post(f"/parties/{one.ref}/apart", sent, headers={"HX-Request": "true"})
    assert KnownApart.objects.count() == 3
    assert desk.page(world.actor("ana")).entries == []
    world.client("ana").post(f"/parties/{one.ref}/apart", {**sent, "again": "1"})
    assert len(desk.page(world.actor("ana")).entries) == 1


def test_a_group_cut_in_two_is_shown_as_two(world: World) -> None:
    one, two, three = group(world)
    by = world.actor("ana")
    four = actions.create_party(by=by, values={"kind": "person", "name": "Rosa Gil", "owner": world.user("ana")})
    DuplicatePair.objects.filter(one__in=(one, two), other=three).delete()
    pair = DuplicatePair.objects.get()
    DuplicatePair.objects.create(
        one=three, other=four, weight=1, verdict="doubtful", group=pair.group, found=pair.found
    )
    assert sorted(len(entry.parties) for entry in desk.page(by).entries) == [2, 2]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:1", "\\\\evil.example"])
def test_a_merge_goes_back_to_pages_of_ours_alone(world: World, back: str) -> None:
    one, other = twins(world, world.user("ana"))
    sent = {"ref": [one.ref, other.ref], "kept": one.ref, "back": back}
    assert world.client("ana").post("/parties/merge", sent)["Location"] == f"/parties/{one.ref}/"


def test_the_list_leads_to_the_desk_and_says_how_many_wait(world: World) -> None:
    twins(world, world.user("ana"))
    screen = world.client("ana")
    assert 'href="/parties/duplicates/"' in screen.get("/parties/").content.decode()
    assert 'hx-swap-oob="innerHTML:#count-link-duplicates">1<' in screen.get("/parties/counts").content.decode()


def test_an_edited_form_is_silent_of_whom_it_was_told_apart_from(world: World) -> None:
    one, other = twins(world, world.user("ana"))
    screen = world.client("ana")
    typed: dict[str, Any] = {"ref": one.ref, "_field": ["kind", "phone", "first_name", "last_name"], "kind": "person"}
    typed |= {"phone": "655702138", "first_name": "Pepe", "last_name": "Lasala"}
    headers = {"HX-Request": "true"}
    assert other.ref in screen.post("/parties/check", typed, headers=headers).content.decode()
    actions.keep_apart(one, other=other, by=world.actor("ana"))
    assert other.ref not in screen.post("/parties/check", typed, headers=headers).content.decode()


@pytest.mark.parametrize(
    ("other", "marks"),
    [
        ({"street": "Mayor 1", "postal_code": "22001", "city": "Huesca"}, [("equal", [])]),
        ({"city": "Huesca"}, [("equal", ["localidad"])]),
        ({"street": "Sancho Abarca 9", "city": "Huesca"}, [("different", ["calle"]), ("equal", ["localidad"])]),
    ],
)
def test_of_an_address_the_desk_says_which_part_agrees(world: World, other: Any, marks: Any) -> None:
    home = {"street": "Mayor 1", "postal_code": "22001", "city": "Huesca"}
    for address in (home, other):
        values = {"kind": "person", "name": "Marta Lasala Oliván", "phone": "600111222", "addresses": [address]}
        actions.create_party(by=world.actor("ana"), values=values)
    find_duplicates(Told())
    (entry,) = desk.page(world.actor("ana")).entries
    (fact,) = [fact for fact in entry.facts if fact.label == "Dirección"]
    assert [(mark.degree, list(mark.parts)) for mark in fact.marks] == marks
    page = world.client("ana").get("/parties/duplicates/").content.decode()
    assert all(f": {', '.join(parts)}<" in page for _degree, parts in marks if parts)
