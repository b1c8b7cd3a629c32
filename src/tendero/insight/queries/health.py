"""Whether what is kept is what the sales come to."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from tendero.insight.models import Axis, Tally
from tendero.insight.queries.plain import BASE, MEASURES, grouped
from tendero.sales.models import Sale


def drifted() -> int:
    """How many of the shortest sums differ from the sales. Both are read side by side, in one order."""
    return sum(_of(axis) for axis in Axis)


def _of(axis: Axis) -> int:
    names = ("start_", "currency", "thing_")
    fresh = grouped(axis, Sale.objects.all()).order_by(*names).values_list(*names, *MEASURES)
    rows = Tally.objects.filter(axis=axis, span=BASE[axis]).order_by("start", "currency", "thing")
    kept = rows.values_list("start", "currency", "thing", *MEASURES)
    pairs = zip_longest(_told(fresh), _told(kept))
    return sum(one != other for one, other in pairs)


def _told(rows: Any) -> Any:
    """Those that come to anything, a few at a time."""
    return (row for row in rows.iterator(chunk_size=5_000) if any(row[3:]))
