"""The search for duplicates over the base, and what people say of the pairs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import pytest

from tendero.directory import actions
from tendero.directory.actions.duplicates import ask_again, find_duplicates, keep_apart
from tendero.directory.models import DuplicatePair, KnownApart, Party
from tendero.directory.rules.blocking import candidates, groups, unpacked
from tendero.kernel import clock, journal
from tendero.kernel.actor import Actor
from tendero.kernel.models import ChangeSet

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


class Told:
    """Runs the search at once; stops after `pieces` of them."""

    def __init__(self) -> None:
        self.checkpoint: dict[str, Any] = {}

    def progress(self, done: int, total: int | None = None, note: str | None = None) -> None: ...

    @contextmanager
    def chunk(self, state: Any = None, **_told: Any) -> Any:
        yield
        self.checkpoint = state


def person(name: str, **values: Any) -> Party:
    first, _space, last = name.partition(" ")
    values = {"kind": "person", "first_name": first, "last_name": last, **values}
    party: Party = actions.create_party(by=BY, values=values)
    return party


def open_pairs() -> set[tuple[str, str]]:
    return {(pair.one.name, pair.other.name) for pair in DuplicatePair.objects.open()}


def test_pairs_are_found_told_two_asked_again_and_leave_with_the_bin() -> None:
    pepe = person("Pepe Lasala", phone="655702138")
    jose = person("José Lasala Ferrer", phone="655702138")
    person("Ana Gil", phone="655702138")
    assert find_duplicates(Told())["pairs"] == 1
    assert open_pairs() == {("Pepe Lasala", "José Lasala Ferrer")}
    keep_apart(jose, other=pepe, by=BY)
    assert (open_pairs(), find_duplicates(Told())["pairs"]) == (set(), 0)
    journal.revert(ChangeSet.objects.latest("id"), by=BY)
    assert not KnownApart.objects.exists()
    assert len(open_pairs()) == 1
    keep_apart(pepe, other=jose, by=BY)
    ask_again(jose, other=pepe, by=BY)
    assert len(open_pairs()) == 1
    actions.bin_parties([jose], by=BY)
    assert open_pairs() == set()
    actions.restore_parties([jose], by=BY)
    assert len(open_pairs()) == 1


def test_at_night_only_what_changed_is_looked_at_again() -> None:
    pepe, jose = person("Pepe Lasala", phone="655702138"), person("José Lasala", phone="655702138")
    find_duplicates(Told())
    seen = clock.now()
    assert find_duplicates(Told(), since=seen)["compared"] == 0
    nuria = person("Nuria Lasala Ferrer", email="nuria@lou.example")
    actions.update_party(jose, by=BY, values={"first_name": "Nuria", "phone": "", "email": "nuria@lou.example"})
    find_duplicates(Told(), since=seen)
    pairs = {(pair.one_id, pair.other_id) for pair in DuplicatePair.objects.open()}
    assert pairs == {(jose.pk, nuria.pk)}
    assert pepe.pk not in {one for pair in pairs for one in pair}


def test_a_search_that_was_stopped_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tendero.directory.actions.duplicates.PIECE", 1)
    for _each in range(3):
        person("Pepe Lasala Ferrer", phone="655702138")
    stopped = Told()
    kept = stopped.chunk

    @contextmanager
    def once(state: Any = None, **told: Any) -> Any:
        if stopped.checkpoint:
            raise InterruptedError
        with kept(state, **told):
            yield

    stopped.chunk = once  # type: ignore[method-assign]
    with pytest.raises(InterruptedError):
        find_duplicates(stopped)
    assert DuplicatePair.objects.count() == 1
    first = DuplicatePair.objects.get()
    stopped.chunk = kept  # type: ignore[method-assign]
    find_duplicates(stopped)
    assert DuplicatePair.objects.count() == 3
    assert DuplicatePair.objects.filter(pk=first.pk, found=first.found).exists()
    assert set(DuplicatePair.objects.values_list("group", flat=True)) == {first.one_id}


def test_what_many_share_is_not_compared_with_all() -> None:
    ranks = list(range(100))
    few = candidates([(2 << 24) | place for place in range(20)], ranks)
    many = candidates([(2 << 24) | place for place in range(100)], ranks)
    assert (len(few), len(many)) == (190, 197)
    assert unpacked(many[0]) == (0, 1)
    assert not candidates([(3 << 24) | place for place in range(100)], ranks)
    assert len(candidates([(2 << 24) | place for place in range(20)], ranks, {3})) == 19


def test_groups_join_one_by_one() -> None:
    assert groups([(1, 2), (5, 6), (2, 3), (6, 9)]) == {1: 1, 2: 1, 3: 1, 5: 5, 6: 5, 9: 5}
