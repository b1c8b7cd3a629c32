"""Merging and un-merging, over every room at once: nothing is left behind, and nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Q, Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tendero.directory import actions
from tendero.directory.checks import check_repeated
from tendero.directory.models import Observation, Party
from tendero.kernel import journal, moving
from tendero.kernel.models import ChangeSet
from tendero.kernel.models.base import ChildModel, Journaled
from tendero.metrics.actions import recompute_all
from tendero.metrics.models import PartyRhythm
from tendero.sales.models import Sale
from tests.merging import Shop, differences, held
from tests.world import World

COMPUTED = {"activities.PartyPulse", "metrics.PartyRhythm", "directory.PartyKey"}
"""Tables that follow from journaled ones, each kept in step by the room it is of."""
NOBODY_HAS = {(Party, "merged_into"), (Observation, "subject_id")}
"""Nobody has been merged yet, and what is noticed of people names products alone."""
few = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def passing() -> Iterator[None]:
    """What happens here is forgotten."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def last_merge() -> ChangeSet:
    return ChangeSet.objects.filter(action="directory.merge_parties").latest("id")


def left_behind(gone: list[int]) -> list[tuple[str, int]]:
    """Rows that still lead to one of these and are not a part of it."""
    found = []
    for pointer in moving.pointers(Party):
        for row in pointer.model.everything.filter(pointer.condition, **{f"{pointer.column}__in": gone}):
            root, pk = row.root()
            if not (root is Party and pk in gone):
                found.append((f"{pointer.model._meta.label}.{pointer.name}", row.pk))
    return found


def bought() -> dict[str, Any]:
    return Sale.objects.aggregate(total=Sum("total"), net=Sum("net"), count=Count("pk"))


@few
@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_merged_and_taken_back_every_table_is_as_it_was(world: World, chance: Random, many: int) -> None:
    with passing():
        shop, ana = Shop(world, chance), world.actor("ana")
        kept, *others = shop.alike[:many]
        before, sums = held(), bought()
        theirs = Sale.objects.filter(party__in=shop.alike[:many]).count()

        actions.merge_parties(kept, others=others, by=ana)

        assert left_behind([party.pk for party in others]) == []
        assert bought() == sums
        assert Sale.objects.filter(party=kept).count() == theirs
        assert check_repeated() == []
        rhythms = list(PartyRhythm.objects.order_by("pk").values())
        recompute_all()
        assert rhythms == list(PartyRhythm.objects.order_by("pk").values())

        report = journal.revert(last_merge(), by=ana)

        assert report.kept == []
        assert differences(before, held()) == []
        assert check_repeated() == []


@few
@given(st.randoms(use_true_random=False), st.booleans())
def test_of_two_merges_one_after_the_other_either_is_taken_back_first(
    world: World, chance: Random, newest_first: bool
) -> None:
    """A absorbs B, then C. Newest first, all is as it was; else what the second merge touched too is named."""
    with passing():
        shop, ana = Shop(world, chance), world.actor("ana")
        a, b, c = shop.alike[:3]
        before, done = held(), []
        for other in (b, c):
            actions.merge_parties(a, others=[other], by=ana)
            done.append((other, last_merge()))
        kept = []
        for other, merge in reversed(done) if newest_first else done:
            kept += journal.revert(merge, by=ana).kept
            other.refresh_from_db()
            assert (other.binned_at, other.merged_into_id) == (None, None)
        if newest_first:
            assert kept == []
        assert kept or differences(before, held()) == []


@few
@given(st.randoms(use_true_random=False))
def test_an_unmerge_is_undone_like_any_undo(world: World, chance: Random) -> None:
    with passing():
        shop, ana = Shop(world, chance), world.actor("ana")
        a, b = shop.alike[:2]
        actions.merge_parties(a, others=[b], by=ana)
        merged = held()
        back = journal.revert(last_merge(), by=ana)
        again = journal.revert(ChangeSet.objects.get(ref=back.change_set), by=ana)
        assert again.kept == []
        b.refresh_from_db()
        assert b.merged_into_id == a.pk
        assert left_behind([b.pk]) == []
        assert {label for label, *_row in differences(merged, held())} <= {"directory.Party"}  # binned at another time


def test_every_column_that_leads_to_a_contact_is_moved_or_follows_from_what_is(world: World) -> None:
    """A table made tomorrow is moved as well; one that is not journaled says here that it is computed."""
    shop = Shop(world, Random(1), full=True)
    known = {(one.model._meta.label, one.column) for one in moving.pointers(Party)}
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if column.related_model is Party and column.name not in getattr(model, "journal_skip", ()):
                label = model._meta.label
                assert (label, column.attname) in known or label in COMPUTED, f"nobody moves {label}.{column.name}"
    kept, *others = shop.alike
    gone = [party.pk for party in others]
    for pointer in moving.pointers(Party):
        if (pointer.model, pointer.name) not in NOBODY_HAS:
            there = pointer.model.everything.filter(pointer.condition, **{f"{pointer.column}__in": gone})
            assert there.exists(), f"the shop of this test has no {pointer.model._meta.label}.{pointer.name}"
    actions.merge_parties(kept, others=others, by=world.actor("ana"))
    assert left_behind(gone) == []
    for label in COMPUTED:
        rows = apps.get_model(label)._default_manager.filter(party__in=gone)
        assert not rows.filter(Q(open_tasks__gt=0)).exists() if label == "activities.PartyPulse" else not rows.exists()


def test_whatever_may_stand_once_for_a_contact_says_what_becomes_of_two(world: World) -> None:
    """A constraint of uniqueness with a contact in it would stop a merge: its model answers `join`."""
    for pointer in moving.pointers(Party):
        for constraint in pointer.model._meta.constraints:
            if pointer.name in (getattr(constraint, "fields", None) or ()):
                assert issubclass(pointer.model, Journaled)
                assert pointer.model.join is not Journaled.join, f"{pointer.model._meta.label}: {constraint.name}"
    assert issubclass(ChildModel, Journaled)
