"""Who looks like whom: the search over the whole base, and what people say of the pairs it found."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final, Protocol

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions.rights import require_change, require_unchanged
from tendero.directory.models import DuplicatePair, KnownApart, Party
from tendero.directory.models.duplicates import ASKED, in_order, rests_on
from tendero.directory.queries.traits import living_traits, traits_by_key
from tendero.directory.rules.alike_fields import Field
from tendero.directory.rules.blocking import candidates, groups, packed, unpacked
from tendero.directory.rules.likeness import Traits, Verdict, likeness
from tendero.kernel import changes, clock, jobs, permissions, throughput, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.jobs import Job

FIND: Final = "directory.find_duplicates"
PIECE: Final = 20_000
BATCH: Final = 500


class Progress(Protocol):
    """Who is told how far the search is; a job, or a command that runs it by itself."""

    @property
    def checkpoint(self) -> dict[str, Any]:
        """How far it came before it was stopped; nothing at first."""

    def progress(self, done: int, total: int | None = None, note: str | None = None) -> None:
        """Tell how far it is."""

    def chunk(
        self, state: dict[str, Any] | None = None, *, done: int | None = None, total: int | None = None
    ) -> AbstractContextManager[Any]:
        """A piece of the work, kept whole or not at all, with `state` to go on from."""


@dataclass(frozen=True)
class Base:
    """Every living contact, ready to be compared; `places` of those that changed, None: all are looked at."""

    ids: Sequence[int]
    traits: Sequence[Traits]
    changed: frozenset[int] | None

    def pairs(self) -> Sequence[int]:
        """What to compare."""
        names = ["|".join(sorted(word.text for words in one.names for word in words)) for one in self.traits]
        ranks = array("L", bytes(array("L").itemsize * len(names)))
        for rank, place in enumerate(sorted(range(len(names)), key=names.__getitem__)):
            ranks[place] = rank
        keys = (key for place, one in enumerate(self.traits) for key in packed(place, one))
        return candidates(keys, ranks, self.changed)


def find_duplicates(told: Progress, *, since: datetime | None = None) -> dict[str, int]:
    """Compare the contacts of the whole base; with `since`, only those changed from then on with all others.

    Writes the pairs that look alike, takes away those that no longer do, and says how many were compared and how many
    there are. A piece of pairs at a time, each with its checkpoint: begun again, it goes on where it stood. What people
    said of a pair is no part of it and stays. System work: no right is asked.
    """
    started = datetime.fromisoformat(told.checkpoint.get("started") or clock.now().isoformat())
    changed = _changed(since) if since else None
    if changed is not None and not changed:
        return {"compared": 0, "pairs": _open()}
    with throughput.many_rows():
        base = _read(told, changed)
        wanted = base.pairs()
        after = int(told.checkpoint.get("after", -1))
        for start in range(0, len(wanted), PIECE):
            piece = wanted[start : start + PIECE]
            if piece[-1] <= after:
                continue
            rows = list(_alike(base, piece, started))
            state = {"started": started.isoformat(), "after": piece[-1]}
            with told.chunk(state, done=start + len(piece), total=len(wanted)):
                _keep(rows)
    _settle(started, changed)
    return {"compared": len(wanted), "pairs": _open()}


def running() -> Job | None:
    """The search of the whole base that waits or runs, if there is one."""
    alive = Job.objects.filter(task=FIND, state__in=(Job.State.READY, Job.State.RUNNING))
    return alive.order_by("id").first()


def search(*, by: Actor) -> Job:
    """Have the whole base looked through in the background; one search at a time. Refuses who may change no contact."""
    permissions.require(by, "change", Party.record_key)
    return running() or jobs.enqueue(FIND, by=by)


def _changed(since: datetime) -> frozenset[int]:
    return frozenset(Party.everything.filter(changed__gte=since).values_list("pk", flat=True))


def _open() -> int:
    return DuplicatePair.objects.open().count()


def _read(told: Progress, changed: frozenset[int] | None) -> Base:
    ids, traits, places = array("q"), [], set()
    for pk, one in living_traits():
        if changed is not None and pk in changed:
            places.add(len(ids))
        ids.append(pk)
        traits.append(one)
        if len(ids) % 5_000 == 0:
            told.progress(0, note=_("Reading the contacts"))
    return Base(ids, traits, None if changed is None else frozenset(places))


def _alike(base: Base, piece: Sequence[int], started: datetime) -> Iterator[DuplicatePair]:
    """Those of these candidates that look alike."""
    for pair in piece:
        one, other = unpacked(pair)
        found = likeness(base.traits[one], base.traits[other])
        if found.verdict is not Verdict.DIFFERENT:
            yield DuplicatePair(
                one_id=base.ids[one],
                other_id=base.ids[other],
                weight=round(found.weight * 10),
                verdict=found.verdict.value,
                rests_on=rests_on(found),
                found=started,
            )


def _keep(rows: list[DuplicatePair]) -> None:
    DuplicatePair.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["weight", "verdict", "rests_on", "found"],
    )


def _settle(started: datetime, changed: frozenset[int] | None) -> None:
    """Pairs that no longer look alike go; those that are left are put in groups."""
    gone = DuplicatePair.objects.filter(found__lt=started).exclude(verdict=ASKED)
    if changed is None:
        gone.delete()
    else:
        ids = sorted(changed)
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            gone.filter(Q(one__in=part) | Q(other__in=part)).delete()
    regroup()


def regroup() -> None:
    """Put the pairs that stand open in groups of contacts that look alike one by one."""
    rows = list(DuplicatePair.objects.open().only("one_id", "other_id", "group"))
    leaders = groups((row.one_id, row.other_id) for row in rows)
    moved = [row for row in rows if row.group != leaders[row.one_id]]
    for row in moved:
        row.group = leaders[row.one_id]
    DuplicatePair.objects.bulk_update(moved, ["group"], batch_size=BATCH)


@action(gettext_lazy("Say that two contacts are two"), record="directory.Party", verb="change")
def keep_apart(one: Party, *, other: Party, by: Actor) -> KnownApart:
    """Remember for good that these are two: neither the search nor a warning tells of them again.

    Refuses whoever may not change both. Said again, nothing changes.
    """
    require_change(one, by)
    require_change(other, by)
    first, second = in_order(one.pk, other.pk)
    found: KnownApart | None = KnownApart.objects.filter(one=first, other=second).first()
    return found or write.create(KnownApart(one_id=first, other_id=second))


@action(gettext_lazy("Ask again whether two contacts are one"), record="directory.Party", verb="change")
def ask_again(one: Party, *, other: Party, by: Actor) -> None:
    """Forget that these were said to be two. Refuses whoever may not change both."""
    require_change(one, by)
    require_change(other, by)
    first, second = in_order(one.pk, other.pk)
    for found in KnownApart.objects.filter(one=first, other=second):
        write.remove(found)


def say_apart(
    parties: Sequence[Party], *, again: bool = False, seen: Mapping[str, int] = MappingProxyType({}), by: Actor
) -> str:
    """`keep_apart` of all of these, pair by pair, or `ask_again`; the reference of the change set that undoes it.

    Conflict where one has another version than was `seen` (by reference).
    """
    with changes.change_set("directory.apart", by=by) as opened:
        require_unchanged(parties, seen)
        for one, other in combinations(parties, 2):
            if again:
                ask_again(one, other=other, by=by)
            else:
                keep_apart(one, other=other, by=by)
    return opened.ref


def told_apart(pairs: Sequence[tuple[int, int]], *, by: Actor) -> None:
    """`keep_apart` of many, by their keys, set-based and in the open change set; of those that `by` may change."""
    reach = Party.objects.visible_to(by, "change").filter(pk__in={pk for pair in pairs for pk in pair})
    there = set(reach.values_list("pk", flat=True))
    wanted = {in_order(*pair) for pair in pairs if there.issuperset(pair)}
    known = KnownApart.objects.filter(one__in={one for one, _other in wanted}).values_list("one", "other")
    write.create_many(KnownApart, [KnownApart(one_id=one, other_id=two) for one, two in sorted(wanted - set(known))])


def put_on_desk(pairs: Sequence[tuple[int, int]]) -> None:
    """Have these asked about at once, whatever a search would think of them. System work: no right is asked."""
    traits = traits_by_key(sorted({pk for pair in pairs for pk in pair}))
    rows, now = [], clock.now()
    for one, other in sorted({in_order(*pair) for pair in pairs}):
        if one in traits and other in traits:
            rows.append(_asked(one, other, traits, now))
    if rows:
        _keep(rows)
        regroup()


def _asked(one: int, other: int, traits: Mapping[int, Traits], now: datetime) -> DuplicatePair:
    mine, theirs = traits[one], traits[other]
    found = likeness(mine, theirs)
    shared = {Field.PHONE: mine.phones & theirs.phones, Field.EMAIL: mine.emails & theirs.emails}
    return DuplicatePair(
        one_id=one,
        other_id=other,
        weight=round(found.weight * 10),
        verdict=Verdict.SAME.value if found.verdict is Verdict.SAME else ASKED,
        rests_on=rests_on(found, (field for field, same in shared.items() if same)),
        found=now,
    )
