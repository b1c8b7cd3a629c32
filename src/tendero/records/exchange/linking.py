"""The second pass of an import: rows that name others by reference are linked when all the others are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, runtime_checkable

from django.utils.translation import gettext as _

from tendero.kernel import changes
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import Job
from tendero.records.exchange import intake
from tendero.records.exchange.importers import Session
from tendero.records.exchange.reading import StagedRow, read_rows
from tendero.records.exchange.titles import REF
from tendero.records.models.imports import Import, ImportRow

CHUNK: Final = 1000
_DONE: Final = ("created", "updated", "unchanged", "repeated")


@runtime_checkable
class Linking(Protocol):
    """A session whose rows may name others that come later in the file.

    `links` are the columns that do. `link` gets rows with something in one of them, and the record of each that may be
    linked; it says, by row number, what could not be.
    """

    links: Sequence[int]

    def link(self, rows: Sequence[StagedRow], ids: Mapping[int, int]) -> dict[int, str]: ...


def names_others(columns: Sequence[str], *more: str) -> list[int]:
    """Which of a plan's columns name other records by reference."""
    return [at for at, key in enumerate(columns) if key.endswith(REF) or key in more]


def run(job: Job, batch: Import, session: Session, *, by: Actor) -> None:
    """Link what the first pass wrote, a chunk at a time; goes on where its checkpoint says."""
    if not isinstance(session, Linking) or not session.links:
        return
    staged = intake.staged(batch)
    start = int(job.checkpoint.get("linked", 0))
    for position in range(start, staged.rows, CHUNK):
        rows = list(read_rows(intake.staged_path(batch), staged.offsets, position, position + CHUNK))
        naming = [row for row in rows if not row.problem and any(row.cells[at] for at in session.links)]
        place = {"row": staged.rows, "linked": position + len(rows)}
        with job.chunk(place, done=staged.rows, total=staged.rows, note=_("Linking them with each other")):
            found = ImportRow.objects.filter(batch=batch, number__range=(rows[0].number, rows[-1].number))
            ids = dict(found.filter(outcome__in=_DONE).values_list("number", "record_id"))
            with changes.change_set("records.run_import", by=by, origin="import", batch=batch.ref):
                _tell(batch, session.link(naming, {n: pk for n, pk in ids.items() if pk is not None}))


def _tell(batch: Import, remarks: Mapping[int, str]) -> None:
    """What could not be linked stands with the row, behind what it says already."""
    rows = list(ImportRow.objects.filter(batch=batch, number__in=list(remarks)))
    for row in rows:
        row.reason = f"{row.reason} {remarks[row.number]}".strip()[:300]
    ImportRow.objects.bulk_update(rows, ["reason"])
