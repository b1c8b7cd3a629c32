"""Under which heading of the historial a day stands. See docs/rules/timeline.md."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The headings: from last week's Monday on, then month by month."""

    RECENT = "recent"
    MONTH = "month"


class Span(NamedTuple):
    """A heading; year and month are 0 for the recent one."""

    kind: Kind
    year: int = 0
    month: int = 0


def span_of(day: dt.date, *, today: dt.date) -> Span:
    """This week and the last go together; older days by their month; days to come count as recent."""
    monday = today - dt.timedelta(days=today.weekday() + 7)
    return Span(Kind.RECENT) if day >= monday else Span(Kind.MONTH, day.year, day.month)
