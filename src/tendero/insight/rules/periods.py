"""The stretches of time that figures are of (`docs/rules/summary.md`). Pure: today comes from the caller."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

_TOLD: Final = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$", re.ASCII)
ROLLING: Final = "12m"


class Span(IntEnum):
    """How long; TWELVE are the twelve months that end with the one of today."""

    DAY = 1
    MONTH = 2
    QUARTER = 3
    YEAR = 4
    TWELVE = 5


_MONTHS: Final = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12, Span.TWELVE: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole months, from its first day on."""

    span: Span
    start: dt.date

    @property
    def end(self) -> dt.date:
        """Its last day."""
        return months_after(self.start, _MONTHS[self.span]) - dt.timedelta(days=1)

    @property
    def key(self) -> str:
        """How an address names it: `2026-11`, `2026-Q4`, `2026`, `12m`."""
        if self.span is Span.TWELVE:
            return ROLLING
        if self.span is Span.YEAR:
            return f"{self.start:%Y}"
        if self.span is Span.QUARTER:
            return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
        return f"{self.start:%Y-%m}"

    def months(self) -> list[dt.date]:
        """The first days of the months of its chart: its own year, or the twelve."""
        first = self.start if self.span is Span.TWELVE else self.start.replace(month=1)
        return [months_after(first, number) for number in range(12)]

    def year_before(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """The same dates a year before: as far as today while it lasts."""
        last = min(self.end, max(today, self.start))
        return a_year_before(self.start), self._end_before(last)

    def _end_before(self, last: dt.date) -> dt.date:
        """A period that is over is compared with the whole one, to the 29th of February."""
        return months_after(self.end + dt.timedelta(days=1), -12) - dt.timedelta(days=1) if last == self.end else (
            a_year_before(last)
        )  # fmt: skip


def months_after(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months after that of `day`."""
    at = day.year * 12 + day.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, 1)


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before; the 28th for the 29th of February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def start_of(span: Span, day: dt.date) -> dt.date:
    """The first day of the month, quarter or year of a day; the day itself for a day."""
    if span is Span.DAY:
        return day
    month = 1 if span is Span.YEAR else day.month - (day.month - 1) % 3 if span is Span.QUARTER else day.month
    return day.replace(month=month, day=1)


def twelve(today: dt.date) -> Period:
    """The twelve months that end with this one."""
    return Period(Span.TWELVE, months_after(today, -11))


def read(text: str, today: dt.date) -> Period | None:
    """The period an address names; None if it names none, or one that no shop has seen."""
    if text == ROLLING:
        return twelve(today)
    found = _TOLD.match(text)
    if found is None or not 1990 <= int(found[1]) <= today.year + 1:
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    if quarter:
        return Period(Span.QUARTER, dt.date(year, 3 * int(quarter) - 2, 1))
    return Period(Span.MONTH, dt.date(year, int(month), 1)) if month else Period(Span.YEAR, dt.date(year, 1, 1))


def offered(today: dt.date) -> list[Period]:
    """Those one chooses from: the twelve months, five years, eight quarters, thirteen months, the last first."""
    years = [Period(Span.YEAR, dt.date(today.year - back, 1, 1)) for back in range(5)]
    quarter = start_of(Span.QUARTER, today)
    quarters = [Period(Span.QUARTER, months_after(quarter, -3 * back)) for back in range(8)]
    months = [Period(Span.MONTH, months_after(today, -back)) for back in range(13)]
    return [twelve(today), *years, *quarters, *months]


def spans_of(start: dt.date, base: Span, today: dt.date) -> list[tuple[Span, dt.date]]:
    """What a figure of that day (or month) counts in, itself first."""
    found = [(span, start_of(span, start)) for span in (Span.MONTH, Span.QUARTER, Span.YEAR) if span > base]
    rolling = twelve(today)
    if rolling.start <= start <= rolling.end:
        found.append((Span.TWELVE, rolling.start))
    return [(base, start), *found]
