"""Running an import: chunk by chunk, each committed together with its checkpoint and its rows' outcomes.

A worker killed at any row leaves whole chunks only; the next one goes on at the first row that is not written.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError
from django.db.models import CASCADE
from django.utils import translation
from django.utils.translation import gettext as _

from tendero.kernel import changes, db, jobs, search, throughput
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import Job
from tendero.records import registry
from tendero.records.exchange import asides, asking, decisions, importers, intake, linking
from tendero.records.exchange.importers import Session
from tendero.records.exchange.plan import Outcome
from tendero.records.exchange.reading import Staged, read_rows
from tendero.records.exchange.reading.aside import ASIDE
from tendero.records.exchange.refusal import Refused
from tendero.records.models.imports import Import, ImportRow

CHUNK = 2000
TASK = "records.run_import"
FORESEE_TASK = "records.foresee_import"
FIRST_PROBLEMS = 20
FIRST_REPEATS = 40
log = logging.getLogger("tendero.imports")


class Touched:
    """Which records earlier rows of this import have spoken of; asked of the outcomes, so it survives a restart."""

    def __init__(self, batch: Import) -> None:
        self.batch = batch

    def touched(self, ids: Iterable[int]) -> set[int]:
        wanted = set(ids)
        if not wanted:
            return set()
        found = ImportRow.objects.filter(batch=self.batch, record_id__in=wanted)
        return {pk for pk in found.values_list("record_id", flat=True) if pk is not None}


def start(batch: Import, *, by: Actor) -> Job:
    """Put the import into the queue. Refused if it may not run as it stands, or runs already."""
    decisions.prove(intake.check(batch, by=by))
    if not Import.objects.filter(pk=batch.pk, state=Import.State.DRAFT).update(state=Import.State.QUEUED):
        raise Refused("started", _("This import has started already."))
    batch.state = Import.State.QUEUED
    batch.job = jobs.enqueue(TASK, by=by, ref=batch.ref)
    batch.save(update_fields=["job"])
    return batch.job


def run(job: Job, batch: Import) -> dict[str, int]:
    """The job's work; returns the counts."""
    by = job.actor.through("import") if not job.actor.is_system else job.actor
    try:
        plan = intake.check(batch, by=by)
        staged = intake.staged(batch, beat=lambda rows: job.progress(0, note=_("Reading the file")))
    except Refused as refused:
        intake.finished(batch, Import.State.FAILED, str(refused))
        raise jobs.GiveUp(str(refused)) from refused
    origin = batch.file_name
    session = importers.of(batch.record_key).session(plan, intake.formats_of(batch), by=by, origin=origin)
    position = int(job.checkpoint.get("row", 0))
    if session.recalls:
        path = intake.staged_path(batch)
        for start in range(0, position, CHUNK):
            session.recall(asides.meant(list(read_rows(path, staged.offsets, start, min(start + CHUNK, position)))))
    with throughput.many_rows(), search.merging() as merge, translation.override(by.language):
        try:
            growing = _growing(staged.rows)
            for prepared in ahead(session, batch, staged, position, by.language):
                position += len(prepared)
                with job.chunk({"row": position}, done=position, total=staged.rows):
                    db.relax()
                    batch.refresh_from_db(fields=["counts", "also_made", "tally"])
                    before, session.tally = session.also_made, Counter()
                    outcomes = write(session, prepared, Touched(batch), by=by, batch=batch)
                    asking.tell(batch, outcomes)
                    _keep(batch, outcomes, session.also_made - before, session.tally)
                merge()
                if position in growing:
                    _tidy(batch)
            linking.run(job, batch, session, by=by)
        except jobs.Cancelled:  # what came in until then stays, and is seen through
            _finish(session, batch, by=by)
            raise
        _finish(session, batch, by=by)
    intake.finished(batch, Import.State.DONE)
    return dict(batch.counts)


def _growing(rows: int) -> set[int]:
    """After how many rows of a file of so many the tables are other tables: at its end, and each time it is so far
    eight times what it was. None where all of it is a chunk.
    """
    return {rows} | {CHUNK * 8**time for time in range(8) if CHUNK * 8**time < rows} if rows > CHUNK else set()


def _tidy(batch: Import) -> None:
    """Fresh statistics of what is being filled, and of what hangs from it in its room or goes with it.

    An engine that takes a table for empty goes through all of it a row.
    """
    model = registry.get(batch.record_key).model
    room = model._meta.app_label
    parts = [
        relation.related_model
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == room or relation.on_delete is CASCADE
    ]
    db.tidy(*dict.fromkeys([model, *parts]))


def _finish(session: Session, batch: Import, *, by: Actor) -> None:
    """What the session does once, about all records that rows speak of."""
    with changes.change_set(TASK, by=by, origin="import", batch=batch.ref):
        session.finish(batch.outcomes.filter(record_id__isnull=False).values("record_id"))
        if isinstance(session, asking.Asking) and (pairs := asking.beside(batch)):
            session.leave(pairs)


def ahead(session: Session, batch: Import, staged: Staged, start: int, language: str) -> Iterator[Sequence[Any]]:
    """Prepared chunks from the row `start` on; a thread reads the next one while the database writes this one."""
    path = intake.staged_path(batch)

    def prepare(position: int) -> Sequence[Any]:
        with translation.override(language):
            return asides.prepare(session, list(read_rows(path, staged.offsets, position, position + CHUNK)))

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="import") as reader:
        waiting = reader.submit(prepare, start) if start < staged.rows else None
        for position in range(start + CHUNK, staged.rows + CHUNK, CHUNK):
            assert waiting is not None
            prepared = waiting.result()
            waiting = reader.submit(prepare, position) if position < staged.rows else None
            yield prepared


def write(session: Session, rows: Sequence[Any], memory: Touched, *, by: Actor, batch: Import) -> list[Outcome]:
    """Write a chunk; if the database refuses it, halve it until the row that it refuses stands alone and fails."""
    before, tally = session.also_made, Counter(session.tally)
    try:
        with changes.change_set(TASK, by=by, origin="import", batch=batch.ref):
            return asides.write(session, rows, memory)
    except OperationalError:
        raise  # the database is away or busy: the chunk is tried again as a whole
    except (IntegrityError, DatabaseError, ValidationError, ValueError, OverflowError) as problem:
        session.also_made, session.tally = before, tally
        if len(rows) == 1:
            log.warning("import row refused: %s %s", batch.ref, type(problem).__name__)
            return [Outcome(rows[0].number, "failed", reason=_reason(problem))]
        middle = len(rows) // 2
        first = write(session, rows[:middle], memory, by=by, batch=batch)
        known = _Also(memory, first)
        return first + write(session, rows[middle:], known, by=by, batch=batch)


class _Also(Touched):
    """What the first half of a chunk has touched as well, before its outcomes are stored."""

    def __init__(self, before: Touched, outcomes: Sequence[Outcome]) -> None:
        super().__init__(before.batch)
        self.before = before
        self.more = {outcome.record_id for outcome in outcomes if outcome.record_id}

    def touched(self, ids: Iterable[int]) -> set[int]:
        wanted = set(ids)
        return self.before.touched(wanted) | (wanted & self.more)


def foresee(batch: Import, *, by: Actor, job: Job | None = None) -> dict[str, Any]:
    """What running it would do: exact counts, the first problems, and how the first rows would stand."""
    plan = intake.check(batch, by=by)
    decisions.prove(plan)
    staged = intake.staged(batch)
    session = importers.of(batch.record_key).session(
        plan, intake.formats_of(batch), by=by.through("import"), origin=batch.file_name
    )
    counts: Counter[str] = Counter()
    problems: list[dict[str, object]] = []
    first: list[dict[str, object]] = []
    repeats: list[dict[str, object]] = []
    with throughput.many_rows():
        for position in range(0, staged.rows, CHUNK):
            if job is not None:
                job.proceed()
                job.progress(position, staged.rows)
            rows = list(read_rows(intake.staged_path(batch), staged.offsets, position, position + CHUNK))
            aside = {row.number for row in rows if row.problem in ASIDE}
            for outcome in asides.foresee(session, asides.prepare(session, rows)):
                counts[outcome.result] += 1
                if outcome.number in aside:
                    continue
                if outcome.reason and len(problems) < FIRST_PROBLEMS:
                    problems.append(_shown(outcome))
                if len(first) < 60:
                    first.append(_shown(outcome))
                if outcome.joins and len(repeats) < FIRST_REPEATS:
                    repeats.append(_shown(outcome) | {"joins": outcome.joins, "differs": outcome.differs})
    if isinstance(session, asking.Asking):
        asking.keep(batch, session.questions)
    made = {"also_made": session.also_made, "tally": dict(session.tally), "doubts": asking.waiting(batch)}
    told: dict[str, Any] = {"counts": dict(counts), **made, "rows": staged.rows}
    if isinstance(session, importers.Choosing):
        told["questions"] = session.choices()
    shows = session.shows.plain() if isinstance(session, importers.Showing) else {}
    batch.foreseen = told | {"problems": problems, "first": first, "repeats": repeats, "shows": shows}
    batch.save(update_fields=["foreseen"])
    return dict(batch.foreseen)


def _shown(outcome: Outcome) -> dict[str, object]:
    return {
        "number": outcome.number,
        "result": outcome.result,
        "title": outcome.title[:120],
        "reason": outcome.reason,
        "details": outcome.details,
    }


def _keep(batch: Import, outcomes: Sequence[Outcome], also_made: int, tally: Counter[str]) -> None:
    """The chunk's outcomes and the new counts."""
    columns = ["batch", "number", "outcome", "record_id", "reason"]
    rows = ((batch.pk, o.number, o.result, o.record_id, o.reason[:300]) for o in outcomes)
    db.bulk_insert(ImportRow, columns, rows)
    batch.add_counts(Counter(outcome.result for outcome in outcomes))
    batch.also_made += also_made
    batch.add_tally(tally)
    batch.state = Import.State.RUNNING
    batch.save(update_fields=["counts", "also_made", "tally", "state"])


def _reason(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)[:300]
    return _("The row does not fit: one of its values is too long or out of range.")
