"""How often somebody buys and when he is late (`docs/rules/rhythm.md`). Days and Decimals of one currency."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Final, Literal

State = Literal["new", "active", "late", "dormant"]
ENOUGH: Final = 3
"""Purchases from which on there is a rhythm."""
YEAR: Final = dt.timedelta(days=365)
_LEAST_GRACE: Final = 2


@dataclass(frozen=True, slots=True)
class Purchase:
    """One sale or return: its day, what it came to without tax, its margin where that is known."""

    on: dt.date
    net: Decimal
    margin: Decimal | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What purchases say. `interval` and `spread` in days, None without a rhythm.

    From `late_from` on he is late, from `dormant_from` on dormant. `year_*` are of the 365 days up to `today`; `stake`
    is what he bought in the year up to his last purchase.
    """

    count: int
    first_on: dt.date
    last_on: dt.date
    interval: int | None
    spread: int | None
    expected_on: dt.date | None
    late_from: dt.date | None
    dormant_from: dt.date
    year_net: Decimal
    year_margin: Decimal | None
    stake: Decimal

    def state(self, today: dt.date) -> State:
        """How he stands on a day."""
        if today >= self.dormant_from:
            return "dormant"
        if self.late_from is None:
            return "new"
        return "late" if today >= self.late_from else "active"


def rhythm_of(purchases: Sequence[Purchase], today: dt.date) -> Rhythm | None:
    """The rhythm behind these sales and returns, in any order; None if nothing was ever bought."""
    days = sorted({one.on for one in purchases if not one.returned and one.net > 0})
    if not days:
        return None
    last = days[-1]
    interval, spread = usual(days)
    dormant = dormant_from(last, interval)
    late = None
    if interval is not None and spread is not None:
        late = min(dormant, last + dt.timedelta(days=interval + grace(interval, spread)))
    year = [one for one in purchases if today - YEAR < one.on <= today]
    margins = [one.margin for one in year if one.margin is not None]
    return Rhythm(
        count=len(days),
        first_on=days[0],
        last_on=last,
        interval=interval,
        spread=spread,
        expected_on=None if interval is None else last + dt.timedelta(days=interval),
        late_from=late,
        dormant_from=dormant,
        year_net=sum((one.net for one in year), Decimal(0)),
        year_margin=sum(margins, Decimal(0)) if year and len(margins) == len(year) else None,
        stake=max(Decimal(0), sum((one.net for one in purchases if last - YEAR < one.on <= last), Decimal(0))),
    )


def usual(days: Sequence[dt.date]) -> tuple[int | None, int | None]:
    """The median of the intervals between these days, in order, and the median of how far each is from it."""
    if len(days) < ENOUGH:
        return None, None
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    middle = median(gaps)
    return max(1, round_up(middle)), round_up(median(abs(gap - middle) for gap in gaps))


def grace(interval: int, spread: int) -> int:
    """Days beyond the interval before he counts as late: twice the spread, a quarter of the interval at least."""
    return max(2 * spread, math.ceil(interval / 4), _LEAST_GRACE)


def dormant_from(last: dt.date, interval: int | None) -> dt.date:
    """Three intervals without a purchase and half a year at least; a year without a rhythm."""
    return last + (YEAR if interval is None else dt.timedelta(days=max(3 * interval, 180)))


def round_up(days: float) -> int:
    """Half a day counts as one."""
    return math.floor(days + 0.5)
