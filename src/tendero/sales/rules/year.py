"""Twelve months, and how they compare with the twelve before."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal


def months_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month that was so many months before the one of `day`."""
    at = day.year * 12 + day.month - 1 - months
    return dt.date(at // 12, at % 12 + 1, 1)


def change_in_percent(before: Decimal, now: Decimal) -> int | None:
    """By how much it grew, in whole percent; None where there was nothing, or less, to compare with."""
    if before <= 0:
        return None
    return int(((now - before) * 100 / before).quantize(Decimal(1), rounding=ROUND_HALF_UP))
