"""A page of rows for the API, read as every list reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.filters.errors import FilterError
from tendero.records.rest import asking
from tendero.records.rest.problems import Problem, unreadable
from tendero.records.rows import Rows


@dataclass(frozen=True)
class Page:
    """Rows, the cursor of the next page ("" at the end), how many there are in all (None: more than are counted)."""

    rows: list[Any]
    next: str
    count: int | None


def page(record: registry.RecordType[Any], actor: Actor, asked: asking.Asked) -> Page:
    """The page `asked` describes. Problem 400 names the part of filter, order or cursor that cannot be read."""
    wanted = list(dict.fromkeys([*asked.fields, *asked.expand]))
    try:
        rows = Rows(record, actor, filter=asked.filter, text=asked.text, order=asked.order)
        found = rows.page(cursor=asked.cursor, limit=asked.limit, fields=wanted)
    except FilterError as error:
        raise _unreadable(error) from error
    count = rows.count()
    return Page(found.rows, found.next, None if count.capped else count.number)


def _unreadable(error: FilterError) -> Problem:
    part = error.path if error.path in ("order", "cursor") else f"filter.{error.path}".rstrip(".")
    return unreadable(part, error.message)
