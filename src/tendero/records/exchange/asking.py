"""Doubtful rows: what a dry run asks, what somebody answers, and what was answered before.

An answer is about what a row says, not about a file: `mark` is a digest of it. So the next file with the same row asks
nothing, and does what was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, runtime_checkable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records.exchange.plan import Answer, Outcome, Question, Sides
from tendero.records.exchange.reading import StagedRow
from tendero.records.models.imports import Import, ImportAnswer, ImportDoubt

MOST: Final = 2000
"""Questions that one dry run keeps; who has more had better look at the file's keys first."""
PER_PAGE: Final = 10
ANSWERS: Final = ("same", "two", "")


@dataclass(frozen=True, slots=True)
class Beside:
    """A `row` that came in as the new record `one`, whom it may be, and what was told of the two: "" for nothing."""

    one: int
    other: int
    told: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer about two records that are in did, in words; its change set, and where one goes on if not here.

    `now` are the versions that it left, by reference.
    """

    said: str = ""
    undo: str = ""
    further: str = ""
    now: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """Where two records are made one field by field, and their versions by reference as they stand now."""

    address: str
    versions: Mapping[str, int]


@runtime_checkable
class Asking(Protocol):
    """A session whose dry run asks about doubtful rows. `sides` puts rows beside those whom they may be.

    When all rows are there, `leave` is given what was told, and not told, of those that came in as new; it may come
    twice. `decide` does what somebody says of two of them afterwards, who had them before him at the versions `seen`
    (none: nobody asks); `compared` gives, by `Beside.one`, where they are made one field by field.
    """

    questions: list[Question]

    def sides(self, doubts: Sequence[ImportDoubt], rows: Mapping[int, StagedRow]) -> dict[int, Sides]: ...

    def leave(self, pairs: Sequence[Beside]) -> None: ...

    def decide(self, pair: Beside, seen: Mapping[str, int]) -> Settled: ...

    def compared(self, pairs: Sequence[Beside]) -> Mapping[int, Compared]: ...


def told_of(record_key: str, marks: Iterable[int]) -> tuple[dict[int, list[Answer]], set[int]]:
    """What was said of rows with these marks, and which of them stand in what was said of other rows."""
    wanted = sorted(set(marks))
    told: dict[int, list[Answer]] = defaultdict(list)
    pending: set[int] = set()
    if not wanted:
        return {}, pending
    found = ImportAnswer.objects.filter(record_key=record_key)
    for row in found.filter(Q(mark__among=wanted) | Q(other_mark__among=wanted)).order_by("id"):
        told[row.mark].append(Answer(row.answer, row.other_id, row.other_mark, row.became_id))
        if row.other_mark:
            pending.add(row.other_mark)
    asked = set(wanted)
    return {mark: said for mark, said in told.items() if mark in asked}, pending & asked


def became(record_key: str, rows: Mapping[int, int]) -> None:
    """These rows went into these records; inside the caller's transaction."""
    found = list(ImportAnswer.objects.filter(record_key=record_key, other_mark__among=list(rows)))
    changed = [row for row in found if row.became_id != rows[row.other_mark]]
    for row in changed:
        row.became_id = rows[row.other_mark]
    ImportAnswer.objects.bulk_update(changed, ["became_id"])


def anything_said(record_key: str) -> bool:
    """Whether anybody ever answered a question about files of this record."""
    return ImportAnswer.objects.filter(record_key=record_key).exists()


@transaction.atomic
def keep(batch: Import, questions: Sequence[Question]) -> None:
    """Put the questions of a dry run in the place of the last one's; those answered stay, to be looked at again."""
    batch.doubts.filter(answer="").delete()
    settled = set(batch.doubts.values_list("number", flat=True))
    ImportDoubt.objects.bulk_create(
        ImportDoubt(
            batch=batch,
            number=one.number,
            mark=one.mark,
            other_id=one.other_id,
            other_number=one.other_number,
            other_mark=one.other_mark,
            likeness=one.likeness,
        )
        for one in questions[:MOST]
        if one.number not in settled
    )


@transaction.atomic
def answer(doubts: Sequence[ImportDoubt], told: str, *, by: Actor) -> None:
    """Answer these questions of one import: "same", "two", or "" to take the answer back.

    What a dry run said before no longer holds, and is counted again. Refused without the right to import.
    """
    if not doubts or told not in ANSWERS:
        return
    batch = doubts[0].batch
    permissions.require(by, "import", batch.record_key)
    for doubt in doubts:
        _forget(batch.record_key, doubt)
        doubt.answer = told
    ImportDoubt.objects.bulk_update(doubts, ["answer"])
    if told:
        rows = [row for doubt in doubts for row in _answers(batch.record_key, doubt, told, by)]
        ImportAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    if batch.editable:
        batch.foreseen = {}
        batch.save(update_fields=["foreseen"])


def _answers(record_key: str, doubt: ImportDoubt, told: str, by: Actor) -> list[ImportAnswer]:
    """An answer about two rows holds whichever of them comes first in the next file."""
    pairs = [(doubt.mark, doubt.other_id, doubt.other_mark)]
    if doubt.other_mark:
        pairs.append((doubt.other_mark, 0, doubt.mark))
    return [
        ImportAnswer(record_key=record_key, mark=mark, other_id=pk, other_mark=other, answer=told, user_id=by.user_id)
        for mark, pk, other in pairs
    ]


def _forget(record_key: str, doubt: ImportDoubt) -> None:
    found = ImportAnswer.objects.filter(record_key=record_key)
    found.filter(mark=doubt.mark, other_id=doubt.other_id, other_mark=doubt.other_mark).delete()
    if doubt.other_mark:
        found.filter(mark=doubt.other_mark, other_id=0, other_mark=doubt.mark).delete()


def page(batch: Import, after: int = 0) -> tuple[list[ImportDoubt], bool]:
    """Some questions of an import, from the row `after` on, and whether more follow."""
    found = list(batch.doubts.filter(number__gt=after).order_by("number")[: PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


def tell(batch: Import, outcomes: Sequence[Outcome]) -> None:
    """Rows that came in as new although they may be somebody say so: nobody has decided yet."""
    made = {one.number: one for one in outcomes if one.result == "created"}
    if not made or not batch.doubts.filter(answer="").exists():
        return
    numbers = batch.doubts.filter(answer="", number__range=(min(made), max(made))).values_list("number", flat=True)
    for number in numbers:
        if number in made:
            told = _("It may be somebody who is there already: it came in as new, to be decided.")
            made[number].reason = f"{made[number].reason} {told}".strip()[:300]


def waiting(batch: Import) -> int:
    """How many questions nobody has answered."""
    return batch.doubts.filter(answer="").count()


def beside(batch: Import, doubts: Sequence[ImportDoubt] | None = None) -> list[Beside]:
    """Of an import that ran, the rows that came in as new although they may be somebody. Two queries at most."""
    asked = list(batch.doubts.all()) if doubts is None else doubts
    numbers = {number for one in asked for number in (one.number, one.other_number) if number}
    rows = batch.outcomes.filter(number__among=sorted(numbers), record_id__isnull=False)
    into = {number: (pk, outcome) for number, pk, outcome in rows.values_list("number", "record_id", "outcome")}
    found = []
    for one in asked:
        pk, outcome = into.get(one.number, (0, ""))
        other = one.other_id or into.get(one.other_number, (0, ""))[0]
        if pk and other and outcome == "created" and other != pk:
            found.append(Beside(pk, other, one.answer, one.number))
    return found
