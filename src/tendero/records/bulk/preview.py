"""What a bulk edit would do, before it does it: how many change, already have it, or may not be touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records import custom, unseen, values
from tendero.records.bulk.edits import Edit
from tendero.records.bulk.selection import Selection, pieces
from tendero.records.registry import RecordType
from tendero.records.sight import titles
from tendero.records.veil import veiled

SHOWN = 12
REFUSED_SHOWN = 5
COUNTED = 5_000


@dataclass(frozen=True)
class Sample:
    """One row: from what, to what."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """Numbers and a few rows. `exact` is False where only the first rows were looked at."""

    total: int
    changing: int
    same: int
    refused: int
    samples: Sequence[Sample]
    refused_titles: Sequence[str]
    exact: bool = True
    unseen: int = 0
    """Rows that stay as they are: what the edit would empty leads out of sight."""
    away: str = ""
    """Why nobody's rows may be given to whom the edit names."""


def preview(selection: Selection, edit: Edit) -> Preview:
    """Look at the rows meant, piece by piece; beyond a few thousand, numbers are of those looked at."""
    record, actor = selection.record, selection.actor
    total = selection.rows().count()
    open_keys = selection.keys("change")
    looked = open_keys[:COUNTED]
    changing, hidden, samples = 0, 0, list[Sample]()
    for piece in pieces(looked):
        rows = read(record, piece, edit)
        kept = unseen.staying(edit.field, rows, edit.value, actor)
        hidden += len(kept)
        for row in rows:
            if row.pk not in kept and edit.changes(row):
                changing += 1
                if len(samples) < SHOWN:
                    samples.append(_sample(record, row, edit, actor))
    refused, same = total - len(open_keys), len(looked) - changing - hidden
    named = _refused(selection, record) if refused else []
    away = _away(record, edit, looked, actor) if samples else ""
    exact = len(looked) == len(open_keys)
    return Preview(total, changing, same, refused, samples, named, exact=exact, unseen=hidden, away=away)


def _away(record: RecordType[Any], edit: Edit, keys: Sequence[int], actor: Actor) -> str:
    """Why the edit gives rows to somebody beyond the actor's reach, if it does: so for all of them, whichever it is."""
    if edit.field.path != record.model.owner_field:
        return ""
    row = record.model.objects.get(pk=keys[0])
    owner = edit.after(row)
    setattr(row, edit.field.path, owner)
    row.pk = None  # judged as it would be, not as the database has it
    if permissions.allowed(actor, "change", row):
        return ""
    return permissions.out_of_reach(actor, "change", record.key, owner)


def read(record: RecordType[Any], keys: Sequence[int], edit: Edit) -> list[Any]:
    """These rows with what their field needs to be read: a constant number of queries."""
    rows = record.model.objects.filter(pk__in=keys).order_by("pk")
    if edit.field.joins:
        rows = rows.select_related(*edit.field.joins)
    if edit.field.prefetch:
        rows = rows.prefetch_related(*edit.field.prefetch)
    found = list(rows)
    custom.attach(found, [edit.field])
    return found


def _sample(record: RecordType[Any], row: Any, edit: Edit, actor: Actor) -> Sample:
    after = values.shown_value(edit.field, edit.after(row), actor) or "—"
    before = values.shown(edit.field, veiled(row, actor), actor) or "—"
    return Sample(record.title(row), before, after)


def _refused(selection: Selection, record: RecordType[Any]) -> list[str]:
    closed = selection.rows().exclude(pk__in=record.rows(selection.actor, "change").values("pk"))
    return titles(closed.order_by("pk")[:REFUSED_SHOWN], selection.actor)


def count_for(selection: Selection, verb: str) -> tuple[int, int]:
    """How many rows are meant, and how many of them `verb` reaches."""
    return selection.rows().count(), selection.rows(verb).count()
