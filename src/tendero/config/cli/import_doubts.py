"""``import --doubts``: what becomes of rows that may be somebody who is there already."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from ..words import gettext as _
from . import paths
from .failure import CommandFailed

ROUNDS = 5
"""A row that is another than one may still be the next likeliest: asked again so many times."""
COLUMNS = ("row", "name", "other_row", "other", "other_address", "likeness", "answer", "reasons")


def settle(batch: Any, told: str, report: Path | None, *, by: Any) -> int:
    """Find the doubtful rows, answer them as told and write them down; how many there are. Nothing without a wish."""
    from tendero.records.exchange import asking, running

    if told == "ask" and report is None:
        return 0
    for _round in range(ROUNDS):
        running.foresee(batch, by=by)
        doubts = list(batch.doubts.filter(answer=""))
        if told == "ask" or not doubts:
            break
        for doubt in doubts:
            doubt.batch = batch
        asking.answer(doubts, told, by=by)
    if report is not None:
        _write(batch, report, by=by)
    return int(batch.doubts.count())


def forget(batch: Any, *, by: Any) -> None:
    """A trial leaves no answers behind."""
    from tendero.records.exchange import asking

    given = list(batch.doubts.exclude(answer=""))
    for doubt in given:
        doubt.batch = batch
    asking.answer(given, "", by=by)


def _write(batch: Any, report: Path, *, by: Any) -> None:
    """A line for each doubtful row, beside whom it may be."""
    from tendero.records.exchange.formulas import shield

    try:
        with report.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for doubt, sides in _beside(batch, by):
                told = [doubt.number, sides.left, doubt.other_number or "", sides.right, sides.url]
                told += [doubt.likeness, doubt.answer, ", ".join(sides.reasons)]
                writer.writerow([shield(str(cell)) for cell in told])
    except OSError as problem:
        raise CommandFailed(
            _("%(file)s cannot be written: %(why)s") % {"file": report, "why": paths.why(problem)}
        ) from problem


def _beside(batch: Any, by: Any) -> list[tuple[Any, Any]]:
    """The doubtful rows with their two sides, as far as this person sees them."""
    from tendero.records.exchange import asking, importers, intake
    from tendero.records.exchange.reading import find_rows

    plan, formats = intake.plan_of(batch), intake.formats_of(batch)
    session = importers.of(batch.record_key).session(plan, formats, by=by, origin=batch.file_name)
    doubts = list(batch.doubts.all())
    if not doubts or not isinstance(session, asking.Asking):
        return []
    numbers = {number for one in doubts for number in (one.number, one.other_number) if number}
    rows = find_rows(intake.staged_path(batch), intake.staged(batch).offsets, numbers)
    sides = session.sides(doubts, rows)
    return [(one, sides[one.number]) for one in doubts if one.number in sides]
