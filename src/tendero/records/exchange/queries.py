"""Reads of imports: whose they are, what they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from tendero.kernel import permissions, refs
from tendero.kernel.actor import Actor
from tendero.records.exchange import intake
from tendero.records.exchange.reading import Reading, read_rows
from tendero.records.exchange.reading.cells import shown
from tendero.records.models.imports import Import, ImportRow
from tendero.records.registry import RecordType

PER_PAGE = 100


def visible(record: RecordType[Any], actor: Actor) -> QuerySet[Import]:
    """One's own imports of this kind; whoever may delete any record of the kind sees everybody's."""
    return Import.visible(record.key, actor).select_related("file", "job")


def get(record: RecordType[Any], actor: Actor, ref: str) -> Import:
    """The import of this reference; Missing when it is not there for this actor."""
    found = visible(record, actor).filter(ref=ref).first() if refs.is_ref(ref) else None
    if found is None:
        raise permissions.Missing
    return found


def outcome_rows(batch: Import, outcome: str = "", after: int = 0) -> list[ImportRow]:
    """A page of rows of one outcome ("problems": all that have a reason), from the row number `after` on."""
    found = ImportRow.objects.filter(batch=batch, number__gt=after).order_by("number")
    if outcome == "problems":
        found = found.exclude(reason="")
    elif outcome:
        found = found.filter(outcome=outcome)
    return list(found[: PER_PAGE + 1])


def records_of(record: RecordType[Any], actor: Actor, rows: list[ImportRow]) -> dict[int, Any]:
    """The records behind these rows that this actor may see, by primary key; one query."""
    ids = {row.record_id for row in rows if row.record_id}
    return {row.pk: row for row in record.rows(actor).filter(pk__in=ids)} if ids else {}


def failed_lines(batch: Import) -> Iterator[list[str]]:
    """The failed and skipped rows in the file's own columns, each with its number and reason; titles first."""
    found = ImportRow.objects.filter(batch=batch, outcome__in=["failed", "skipped"])
    reasons = dict(found.values_list("number", "reason"))
    decimal = Reading.from_dict(batch.reading).decimal
    yield [*batch.staged["labels"], "row", "reason"]
    path = intake.staged_path(batch)
    if not reasons or not path.exists():
        intake.staged(batch)
    for row in read_rows(path, batch.staged["offsets"]):
        if row.number in reasons:
            yield [*(shown(cell, decimal) for cell in row.cells), str(row.number), reasons[row.number]]
