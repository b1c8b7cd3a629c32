"""Doing it: at once for a few rows, as a job for many, one change set a piece, all under one batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tendero.kernel import changes, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.models import Job
from tendero.kernel.refs import new_ref
from tendero.records import unseen, writing
from tendero.records.bulk import preview
from tendero.records.bulk.edits import Edit
from tendero.records.bulk.selection import PIECE
from tendero.records.registry import RecordType
from tendero.records.sight import titles

AT_ONCE = 200
PROBLEMS = 100


@dataclass
class Outcome:
    """What was done: how many changed, how many already were so, and the rows left out with the reason.

    `unseen` were to be emptied of somebody out of sight, and are left as they are.
    """

    changed: int = 0
    same: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    refused: int = 0
    unseen: int = 0
    change_set: str = ""

    def leave_out(self, rows: Sequence[tuple[Any, str | None]], by: Actor) -> None:
        """Tell those that have a reason by their titles."""
        left = [(row, reason) for row, reason in rows if reason is not None]
        named = titles([row for row, _reason in left], by)
        self.problems += [(title, reason) for title, (_row, reason) in zip(named, left, strict=True)]

    def data(self) -> dict[str, Any]:
        """As a job's result."""
        return {
            "changed": self.changed,
            "same": self.same,
            "refused": self.refused,
            "unseen": self.unseen,
            "problems": self.problems[:PROBLEMS],
            "change_set": self.change_set,
        }


Step = Callable[[Sequence[int], Outcome], None]


def piece_of_edit(record: RecordType[Any], edit: Edit, by: Actor, batch: str) -> Step:
    """The step that changes one piece of rows in one change set."""

    def step(keys: Sequence[int], outcome: Outcome) -> None:
        rows = preview.read(record, keys, edit)
        allowed = within(record, rows, "change", by, outcome)
        kept = unseen.staying(edit.field, allowed, edit.value, by)
        outcome.unseen += len(kept)
        allowed = [row for row in allowed if row.pk not in kept]
        wanted = [row for row in allowed if edit.changes(row)]
        outcome.same += len(allowed) - len(wanted)
        with changes.change_set(f"records.bulk:{record.key}", by=by, batch=batch) as opened:
            if record.update_many is not None and wanted and edit.mode == "set":
                outcome.changed += int(record.update_many(wanted, by=by, values={edit.field.name: edit.value}))
            else:
                outcome.leave_out([_edit_one(record, row, edit, by, outcome) for row in wanted], by)
        outcome.change_set = opened.ref or outcome.change_set

    return step


def _edit_one(record: RecordType[Any], row: Any, edit: Edit, by: Actor, outcome: Outcome) -> tuple[Any, str | None]:
    """The row and why it is left out; None where it is not."""
    try:
        with transaction.atomic():
            writing.edit(record, row, {edit.field.name: edit.after(row)}, by=by)
        outcome.changed += 1
    except ValidationError as error:
        return row, " ".join(str(text) for texts in error.message_dict.values() for text in texts)
    except permissions.Refused as error:
        return row, str(error)
    return row, None


def piece_of_binning(record: RecordType[Any], by: Actor, batch: str) -> Step:
    """The step that puts one piece of rows in the bin."""

    def step(keys: Sequence[int], outcome: Outcome) -> None:
        rows = list(record.model.objects.filter(pk__in=keys).order_by("pk"))
        allowed = within(record, rows, "delete", by, outcome)
        if not allowed:
            return
        with changes.change_set(f"records.bulk_bin:{record.key}", by=by, batch=batch) as opened:
            outcome.changed += writing.to_bin(record, allowed, by=by)
        outcome.change_set = opened.ref or outcome.change_set

    return step


def within(record: RecordType[Any], rows: Sequence[Any], verb: str, by: Actor, outcome: Outcome) -> list[Any]:
    """The rows this actor may do it to today; the others are counted as refused."""
    reached = record.rows(by, verb).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    open_keys = set(reached)
    outcome.refused += len(rows) - len(open_keys)
    return [row for row in rows if row.pk in open_keys]


def run_now(keys: Sequence[int], step: Step) -> Outcome:
    """All pieces, here and now."""
    outcome = Outcome()
    for start in range(0, len(keys), PIECE):
        step(keys[start : start + PIECE], outcome)
    return outcome


def run_as_job(job: Job, keys_after: Callable[[int], list[int]], total: int, step: Step) -> Outcome:
    """Piece by piece with a checkpoint each: an interruption goes on after the last piece that was committed."""
    state = job.checkpoint or {}
    outcome = Outcome(
        **{**state.get("outcome", {}), "problems": [tuple(p) for p in state.get("outcome", {}).get("problems", [])]}
    )
    last, done = int(state.get("last", 0)), int(state.get("done", 0))
    while keys := keys_after(last):
        with job.chunk(total=total, note=_("Changing")) as piece:
            step(keys, outcome)
            last, done = keys[-1], done + len(keys)
            piece.state = {"last": last, "done": done, "outcome": outcome.data()}
            piece.done = done
    return outcome


def new_batch() -> str:
    """A name for the change sets of one piece of work."""
    return f"bulk:{new_ref()}"
