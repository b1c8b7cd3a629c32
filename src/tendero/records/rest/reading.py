"""A page of rows for the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tendero.kernel import text
from tendero.kernel.actor import Actor
from tendero.records import custom, registry
from tendero.records.rest import asking, output


@dataclass(frozen=True)
class Page:
    """Rows, the cursor of the next page ("" at the end), how many there are in all (None: more than are counted)."""

    rows: list[Any]
    next: str
    count: int | None


def page(record: registry.RecordType[Any], actor: Actor, asked: asking.Asked) -> Page:
    """The page `asked` describes, newest first."""
    wanted = [*asked.fields.values(), *(asked.known[name] for name in asked.expand)]
    found = record.rows(actor)
    if asked.text and hasattr(record.model, "name_folded"):
        found = found.filter(Q(name_folded__contains=text.fold(asked.text)))
    rows = list(output.load(found.order_by("-pk"), wanted)[: asked.limit])
    custom.attach(rows, wanted)
    return Page(rows, "", found.count())
