"""Pages by key: so many rows after a place, or before it, however far down it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from tendero.records import ordering
from tendero.records.ordering import Order

Place = Mapping[str, Any]


def take(order: Order, rows: QuerySet[Any], place: Place | None, number: int, *, backwards: bool) -> list[Any]:
    """At most `number` rows beyond the place (or from an end), nearest first. One query, or two at a seam."""
    found: list[Any] = []
    for part in parts(order, rows, place, backwards=backwards):
        if len(found) < number:
            found += list(part[: number - len(found)])
    return found


def parts(
    order: Order, rows: QuerySet[Any], place: Place | None = None, *, backwards: bool = False
) -> list[QuerySet[Any]]:
    """The rows beyond the place, nearest first, in one piece or two.

    Sorted by what a row may lack: first those that have it, in whose index they stand, then the others by key. As two
    questions each has an index to walk along; as one, every row would be read and sorted.
    """
    falling = order.falling != backwards
    if not order.parted:
        found = order.apply(rows, backwards=backwards)
        return [found if place is None else _beyond(found, order.column, place, falling=falling)]
    sign = "-" if falling else ""
    having = rows.filter(order.having).order_by(f"{sign}{order.column}", f"{sign}pk")
    lacking = rows.filter(order.lacking).order_by(f"{sign}pk")
    pieces = [lacking, having] if backwards else [having, lacking]
    if place is not None:
        lacks = place["key"] is None
        pieces = pieces[0 if lacks == backwards else 1 :]  # where the place is in the second, the first is behind us
        pieces[0] = _beyond(pieces[0], "" if lacks else order.column, place, falling=falling)
    return pieces


def pick(
    order: Order, known: Sequence[tuple[int, Any]], place: Place | None, number: int, *, backwards: bool
) -> list[int]:
    """As `take`, of rows of which one knows already the key and what they are sorted by. Keys, nearest first."""
    pairs = {(key, pk) for pk, key in known}
    here = None if place is None else (ordering.unpacked(place["key"]), place["id"])
    if here is not None:
        pairs.add(here)  # it may have gone, or be sorted elsewhere by now
    having = sorted((pair for pair in pairs if pair[0] is not None), reverse=order.falling)
    lacking = sorted((pair for pair in pairs if pair[0] is None), key=lambda pair: pair[1], reverse=order.falling)
    line = [*having, *lacking]
    if backwards:
        line.reverse()
    start = 0 if here is None else line.index(here) + 1
    return [pk for _key, pk in line[start : start + number]]


def _beyond(rows: QuerySet[Any], column: str, place: Place, *, falling: bool) -> QuerySet[Any]:
    """Rows after a place. Two conditions, the first of which the index carries (a plain OR would read it all)."""
    after = "lt" if falling else "gt"
    if not column:
        return rows.filter(**{f"pk__{after}": place["id"]})
    key = ordering.unpacked(place["key"])
    tie = Q(**{f"{column}__{after}": key}) | Q(**{f"pk__{after}": place["id"]})
    return rows.filter(**{f"{column}__{after}e": key}).filter(tie)
