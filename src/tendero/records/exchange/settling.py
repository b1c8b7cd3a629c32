"""Doubtful rows as somebody looks at them, and what his answers do once the file is in."""

from __future__ import annotations

from collections.abc import Sequence

from tendero.kernel.actor import Actor
from tendero.records.exchange import asking, importers, intake
from tendero.records.exchange.asking import Asking, Settled
from tendero.records.exchange.plan import Sides
from tendero.records.exchange.reading import find_rows
from tendero.records.models.imports import Import, ImportDoubt


def session_of(batch: Import, by: Actor) -> object:
    """The session that reads the rows of this import for this actor; one that asks is `Asking`."""
    return importers.of(batch.record_key).session(
        intake.plan_of(batch), intake.formats_of(batch), by=by, origin=batch.file_name
    )


def decided(batch: Import, doubts: Sequence[ImportDoubt], by: Actor) -> dict[int, Settled]:
    """Do what is answered about an import that ran: its rows are records by now. Before that nothing is to be done.

    What came of it, by row.
    """
    session = session_of(batch, by)
    if batch.state != Import.State.DONE or not isinstance(session, Asking):
        return {}
    return {pair.row: session.decide(pair) for pair in asking.beside(batch, doubts)}


def sides(batch: Import, doubts: Sequence[ImportDoubt], by: Actor) -> dict[int, Sides]:
    """The two sides of these questions, by row: only the rows that they ask about are read."""
    session = session_of(batch, by)
    if not doubts or not isinstance(session, Asking):
        return {}
    staged = intake.staged(batch)
    numbers = {number for one in doubts for number in (one.number, one.other_number) if number}
    return session.sides(doubts, find_rows(intake.staged_path(batch), staged.offsets, numbers))
