"""The scale of a chart: a round height that holds the highest bar."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_STEPS: Final = (Decimal(1), Decimal("1.5"), Decimal(2), Decimal(3), Decimal(4), Decimal(5), Decimal(6), Decimal(8))


def top_of(highest: Decimal) -> Decimal:
    """The next round number from `highest` on, of those that halve well; zero for nothing."""
    if highest <= 0:
        return Decimal(0)
    size = Decimal(1).scaleb(highest.adjusted())
    return next((step * size for step in _STEPS if step * size >= highest), 10 * size)


def height(amount: Decimal, top: Decimal, whole: int) -> int:
    """How high a bar stands of `whole`; below zero it is not there, above it is never less than one."""
    return max(1, int(amount * whole / top)) if amount > 0 and top > 0 else 0
