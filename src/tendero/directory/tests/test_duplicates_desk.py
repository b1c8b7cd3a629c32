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
from tendero.directory.models import KnownApart, Party
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
    assert answer.status_code == 204
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
