"""Doubtful rows as somebody looks at them, and what his answers do once the file is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.exchange import asking, importers, intake
from tendero.records.exchange.asking import Asking, Compared, Settled
from tendero.records.exchange.plan import Sides
from tendero.records.exchange.reading import find_rows
from tendero.records.models.imports import Import, ImportDoubt


@dataclass(frozen=True, slots=True)
class Answered:
    """The questions that were answered, whether that changed anything, and what came of those that are in, by row."""

    doubts: Sequence[ImportDoubt]
    spoken: bool
    done: Mapping[int, Settled]


def session_of(batch: Import, by: Actor) -> object:
    """The session that reads the rows of this import for this actor; one that asks is `Asking`."""
    return importers.of(batch.record_key).session(
        intake.plan_of(batch), intake.formats_of(batch), by=by, origin=batch.file_name
    )


def questions(batch: Import, numbers: Sequence[int], by: Actor) -> list[ImportDoubt]:
    """What is asked about these rows, in order, as far as `by` may see whom they may be."""
    doubts = list(batch.doubts.filter(number__in=list(numbers)).order_by("number"))
    model: Any = registry.get(batch.record_key).model
    others = {one.other_id for one in doubts if one.other_id}
    seen = set(model.everything.visible_to(by).filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    return [one for one in doubts if not one.other_id or one.other_id in seen]


@transaction.atomic
def settle(batch: Import, numbers: Sequence[int], told: str, *, seen: Mapping[str, int], by: Actor) -> Answered:
    """Keep what is answered about these rows (`asking.answer`) and, of an import that ran, do it at once.

    `seen` are the versions of records, by reference, that whoever answers had before him. One answers at a time: who
    comes later finds what the other said. Of whom `by` may not see nothing is said. Refused without the right.
    """
    Import.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    batch.refresh_from_db(fields=["state"])
    doubts = questions(batch, numbers, by)
    spoken = [one for one in doubts if told or one.answer]
    for one in doubts:
        one.batch = batch
    asking.answer(doubts, told, by=by)
    return Answered(doubts, bool(spoken), _decided(batch, spoken, seen, by))


def _decided(batch: Import, doubts: Sequence[ImportDoubt], seen: Mapping[str, int], by: Actor) -> dict[int, Settled]:
    """Do it, where rows are records by now; what came of it, by row. What it writes itself he has seen."""
    session = session_of(batch, by)
    if not doubts or batch.state != Import.State.DONE or not isinstance(session, Asking):
        return {}
    found: dict[int, Settled] = {}
    known = dict(seen)
    for pair in asking.beside(batch, doubts):
        found[pair.row] = session.decide(pair, known)
        known |= found[pair.row].now if seen else {}
    return found


def compared(batch: Import, doubts: Sequence[ImportDoubt], by: Actor) -> dict[int, Compared]:
    """By row, where it is made one with whom it may be once the file is in; of those whom `by` may merge."""
    session = session_of(batch, by)
    if not doubts or batch.state != Import.State.DONE or not isinstance(session, Asking):
        return {}
    pairs = asking.beside(batch, doubts)
    found = session.compared(pairs)
    return {one.row: found[one.one] for one in pairs if one.one in found}


def sides(batch: Import, doubts: Sequence[ImportDoubt], by: Actor) -> dict[int, Sides]:
    """The two sides of these questions, by row: only the rows that they ask about are read."""
    session = session_of(batch, by)
    if not doubts or not isinstance(session, Asking):
        return {}
    staged = intake.staged(batch)
    numbers = {number for one in doubts for number in (one.number, one.other_number) if number}
    return session.sides(doubts, find_rows(intake.staged_path(batch), staged.offsets, numbers))
