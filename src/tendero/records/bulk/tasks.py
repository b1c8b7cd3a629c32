"""Bulk work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tendero.kernel import batches, jobs, journal
from tendero.kernel.jobs import Job
from tendero.kernel.journal import Report
from tendero.kernel.models import ChangeSet
from tendero.records import registry
from tendero.records.bulk import acting, edits, running
from tendero.records.bulk import selection as selections
from tendero.records.bulk.selection import PIECE


@jobs.task("records.bulk_edit", queue="long", label=_("Change many records"))
def bulk_edit(
    job: Job, record: str, selection: Mapping[str, Any], edit: Mapping[str, Any], batch: str, upto: int
) -> Any:
    """Change one field of many rows. Rows that came after `upto` (a key) were not meant."""
    of = registry.get(record)
    step = running.piece_of_edit(of, edits.kept(of, edit, job.actor), job.actor, batch)
    return _run(job, of, selection, upto, step)


@jobs.task("records.bulk_bin", queue="long", label=_("Move many records to the bin"))
def bulk_bin(job: Job, record: str, selection: Mapping[str, Any], batch: str, upto: int) -> Any:
    """Move many rows to the bin."""
    of = registry.get(record)
    return _run(job, of, selection, upto, running.piece_of_binning(of, job.actor, batch))


@jobs.task("records.bulk_act", queue="long", label=_("Do it to many records"))
def bulk_act(
    job: Job,
    record: str,
    selection: Mapping[str, Any],
    name: str,
    arguments: Mapping[str, list[str]],
    batch: str,
    upto: int,
) -> Any:
    """Do an offered action to many rows."""
    of = registry.get(record)
    info = acting.find(of, name)
    read = acting.kept_arguments(info, arguments, job.actor)
    return _run(job, of, selection, upto, acting.piece_of_action(of, info, read, job.actor, batch))


def _run(job: Job, of: registry.RecordType[Any], selection: Mapping[str, Any], upto: int, step: running.Step) -> Any:
    """The rows meant are fixed at the first piece: the work may change which rows the filter holds."""
    keys = _fixed_keys(job, of, selection, upto)

    def after(last: int) -> list[int]:
        return [key for key in keys if key > last][:PIECE]

    return running.run_as_job(job, after, len(keys), step).data()


def _fixed_keys(job: Job, of: registry.RecordType[Any], selection: Mapping[str, Any], upto: int) -> list[int]:
    """Keys of the rows meant. A later attempt asks again: what was done is past, or is done again alike."""
    found = selections.kept(of, selection, job.actor).rows().filter(pk__lte=upto)
    return list(found.order_by("pk").values_list("pk", flat=True))


@jobs.task("records.undo", queue="long", label=_("Undo"))
def undo(job: Job, change_set: str) -> Any:
    """Take back a whole batch, change set by change set."""
    first = ChangeSet.objects.get(ref=change_set)
    total = batches.members(first).count()
    state = dict(job.checkpoint or {})
    kept: list[Any] = list(state.get("kept", []))
    done = int(state.get("done", 0))
    while True:
        with job.chunk(total=total) as piece:
            report = _next_back(first, state.get("below"), job)
            if report is None:
                break
            done += 1
            kept += [[one.title, one.field, str(one.reason)] for one in report[1].kept][: max(0, 200 - len(kept))]
            state = {"below": report[0], "kept": kept, "done": done}
            piece.state, piece.done = state, done
    return {"undone": done, "kept": kept}


def _next_back(first: ChangeSet, below: int | None, job: Job) -> tuple[int, Report] | None:
    found = batches.members(first)
    if below is not None:
        found = found.filter(pk__lt=below)
    newest = found.first()
    if newest is None:
        return None
    return newest.pk, journal.revert(newest, by=job.actor, batch=f"undo:{job.ref}")
