"""Undoing a whole import, updates too, and bringing it back: its change sets are reverted from the last to the first.

What somebody changed afterwards stays as it is and is named in the report. Each undoing and each bringing back is
itself made of change sets, tied together by a batch of their own, so that one can always go the other way.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tendero.kernel import jobs, journal
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import Job
from tendero.kernel.models import Change, ChangeSet
from tendero.records.exchange import intake
from tendero.records.exchange.refusal import Refused
from tendero.records.models.imports import Import

TASK = "records.revert_import"
MOST_NAMED = 500


def start(batch: Import, *, by: Actor) -> Job:
    """Queue the undoing of a finished import, or the bringing back of an undone one. Refused in any other state."""
    back = batch.state == Import.State.REVERTED
    state = Import.State.RESTORING if back else Import.State.REVERTING
    wanted = Import.State.REVERTED if back else Import.State.DONE
    if not Import.objects.filter(pk=batch.pk, state=wanted).update(state=state):
        raise Refused("not_done", _("Only a finished import can be undone."))
    batch.state = state
    batch.job = jobs.enqueue(TASK, by=by, ref=batch.ref)
    batch.revert_report = {}
    batch.save(update_fields=["job", "revert_report"])
    return batch.job


def run(job: Job, batch: Import) -> dict[str, Any]:
    """The job's work, a change set a chunk; returns how many records went back and how many changes were kept."""
    back = batch.state == Import.State.RESTORING
    source = f"{batch.ref}:undo{batch.undone}" if back else batch.ref
    target = f"{batch.ref}:redo{batch.undone}" if back else f"{batch.ref}:undo{batch.undone + 1}"
    waiting = ChangeSet.objects.filter(batch=source)
    total = waiting.count()
    done = int(job.checkpoint.get("done", 0))
    while (found := _next(waiting, job.checkpoint.get("before"))) is not None:
        done += 1
        with job.chunk({"before": found.pk, "done": done}, done=done, total=total):
            report = journal.revert(found, by=job.actor, batch=target)
            batch.refresh_from_db(fields=["revert_report"])
            batch.revert_report = _added(batch.revert_report, report)
            batch.save(update_fields=["revert_report"])
    batch.revert_report = {**batch.revert_report, "reverted": _records(batch, target)}
    batch.save(update_fields=["revert_report"])
    if not back:
        batch.undone += 1
        batch.save(update_fields=["undone"])
    intake.finished(batch, Import.State.DONE if back else Import.State.REVERTED)
    return {"reverted": batch.revert_report.get("reverted", 0), "kept": batch.revert_report.get("kept_count", 0)}


def kept(batch: Import) -> list[journal.Kept]:
    """What the last undoing or bringing back left as it was, as far as it was written down."""
    return [
        journal.Kept(one["record"], one["id"], one["title"], one["field"], one["reason"])
        for one in batch.revert_report.get("kept", [])
    ]


def _records(batch: Import, target: str) -> int:
    """Records of the file's kind, each once however many chunks spoke of it; tags and notes go with theirs."""
    found = Change.objects.filter(change_set__batch=target, root_key=batch.record_key)
    return found.order_by().values("root_id").distinct().count()


def _next(sets: Any, before: int | None) -> ChangeSet | None:
    found = sets.filter(pk__lt=before) if before is not None else sets
    first: ChangeSet | None = found.order_by("-pk").first()
    return first


def _added(before: dict[str, Any], report: journal.Report) -> dict[str, Any]:
    """The report so far with one more change set's; a record is named once for each thing that stayed."""
    kept = list(before.get("kept", []))
    known = {tuple(item.values()) for item in kept}
    for item in report.kept:
        told = {
            "record": item.record_key,
            "id": item.record_id,
            "title": item.title,
            "field": item.field,
            "reason": item.reason,
        }
        if tuple(told.values()) not in known and len(kept) < MOST_NAMED:
            known.add(tuple(told.values()))
            kept.append(told)
    return {
        "reverted": before.get("reverted", 0) + len(report.reverted),
        "kept_count": before.get("kept_count", 0) + len(report.kept),
        "kept": kept,
    }
