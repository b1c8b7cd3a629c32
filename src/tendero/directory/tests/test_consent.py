"""The ledger of consent: appended to, never edited; an objection always wins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.world import World

from tendero.directory import actions
from tendero.directory.models import ConsentEntry, Party
from tendero.directory.rules.consent import Basis, Decision, Entry, Status, current_state
from tendero.kernel import changes, journal, write
from tendero.kernel.models import ChangeSet
from tendero.kernel.models.base import AppendOnly
from tendero.kernel.permissions import Refused

DAY = date(2026, 1, 1)
ENTRIES = st.lists(
    st.builds(
        Entry,
        channel=st.sampled_from(["", "email", "post"]),
        purpose=st.sampled_from(["", "offers", "news"]),
        decision=st.sampled_from([Decision.GIVEN, Decision.OBJECTED, Decision.LIFTED]),
        basis=st.sampled_from(list(Basis)),
        on=st.integers(0, 9).map(lambda days: DAY + timedelta(days=days)),
        proved=st.booleans(),
        number=st.integers(1, 50),
    ),
    max_size=8,
    unique_by=lambda entry: entry.number,
)


@given(ENTRIES, st.randoms())
def test_the_order_in_which_entries_arrive_does_not_matter(entries: list[Entry], chance: Any) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert current_state(entries, "email", "offers") == current_state(shuffled, "email", "offers")


@given(ENTRIES)
def test_an_objection_nobody_took_back_wins_over_everything(entries: list[Entry]) -> None:
    objection = Entry("", "", Decision.OBJECTED, Basis.NONE, DAY + timedelta(days=10), number=99)
    assert current_state([*entries, objection], "email", "offers").status is Status.OBJECTED


@given(ENTRIES)
def test_nothing_is_allowed_without_an_entry_that_gives(entries: list[Entry]) -> None:
    others = [entry for entry in entries if entry.decision is not Decision.GIVEN]
    assert not current_state(others, "email", "offers").allowed


@given(ENTRIES, st.integers(1, 50))
def test_a_permission_written_by_mistake_counts_as_never_written(entries: list[Entry], number: int) -> None:
    mistake = Entry("email", "offers", Decision.GIVEN, Basis.OTHER, DAY, number=60)
    annulment = Entry("", "", Decision.ANNULLED, Basis.NONE, DAY, number=61, annuls=60)
    with_both = [*entries, mistake, annulment]
    assert current_state(with_both, "email", "offers") == current_state(entries, "email", "offers")


@given(ENTRIES)
def test_an_objection_cannot_be_annulled(entries: list[Entry]) -> None:
    objection = Entry("", "", Decision.OBJECTED, Basis.NONE, DAY + timedelta(days=10), number=99)
    annulment = Entry("", "", Decision.ANNULLED, Basis.NONE, DAY + timedelta(days=11), number=100, annuls=99)
    assert current_state([*entries, objection, annulment], "email", "offers").status is Status.OBJECTED


def note(world: World, **given_values: Any) -> ConsentEntry:
    values = {"decision": "given", "basis": "consent", "channel": "email", "proof": "hoja"} | given_values
    entry: ConsentEntry = actions.record_consent(world.don_luis, by=world.actor("beto"), **values)
    return entry


def state(world: World) -> str:
    return str(Party.objects.get(pk=world.don_luis.pk).consent_email)


def test_a_permission_with_proof_opens_the_channel(world: World) -> None:
    note(world)
    assert state(world) == "allowed"
    note(world, decision="objected", channel="", basis="none", proof="")
    assert state(world) == "objected"


@pytest.mark.parametrize(
    "values",
    [
        {"proof": ""},
        {"decision": "lifted", "proof": ""},
        {"basis": "other", "proof": "", "origin": ""},
        {"on": date(2999, 1, 1)},
        {"channel": "paloma"},
        {"decision": "annulled"},
    ],
)
def test_what_the_ledger_does_not_take(world: World, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        note(world, **values)
    assert not ConsentEntry.objects.exists()


def test_the_same_key_twice_is_one_entry(world: World) -> None:
    assert note(world, once="form:7").pk == note(world, once="form:7").pk
    assert ConsentEntry.objects.count() == 1


def test_a_movement_is_never_changed_nor_taken_away(world: World) -> None:
    entry = note(world)
    with changes.change_set("test", by=world.system), pytest.raises(AppendOnly):
        write.change(entry, proof="otra")
    with changes.change_set("test", by=world.system), pytest.raises(AppendOnly):
        write.remove(entry)


def test_undoing_a_permission_writes_that_it_was_a_mistake(world: World) -> None:
    note(world)
    report = journal.revert(ChangeSet.objects.latest("id"), by=world.actor("beto"))
    assert report.kept == []
    assert state(world) == "unknown"
    assert ConsentEntry.objects.count() == 2


def test_undoing_an_objection_leaves_it_standing_and_says_so(world: World) -> None:
    note(world, decision="objected", basis="none", proof="")
    report = journal.revert(ChangeSet.objects.latest("id"), by=world.actor("beto"))
    assert len(report.kept) == 1
    assert state(world) == "objected"


def test_nuria_may_not_write_in_it_and_beto_may(world: World) -> None:
    luis = world.don_luis
    with pytest.raises(Refused):
        actions.record_consent(luis, decision="objected", by=world.actor("nuria"))
    assert not ConsentEntry.objects.exists()
    assert actions.record_consent(luis, decision="objected", by=world.actor("beto")).pk
