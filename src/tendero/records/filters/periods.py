"""Days said relative to today: ``-90d``, ``this_month``, ``2026-01-31``. Pure: today comes from the caller."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_OFFSET: Final = re.compile(r"^([+-]?)(\d{1,5})([dwmy])$", re.ASCII)
_ISO_DAY: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_FURTHEST_DAYS: Final = 36_525  # a century: further than any shop looks, and never out of the calendar's range
_UNIT_DAYS: Final = {"d": 1, "w": 7, "m": 31, "y": 366}
NAMED: Final = (
    "today", "yesterday", "tomorrow",
    "this_week", "last_week", "next_week",
    "this_month", "last_month", "next_month",
    "this_quarter", "last_quarter", "next_quarter",
    "this_year", "last_year", "next_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def after(self) -> date:
        """The day after it ends."""
        return self.last + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance in time: ``-90d`` is ``Offset(-1, 90, "d")``."""

    sign: int
    count: int
    unit: str

    def __str__(self) -> str:
        return f"{'-' if self.sign < 0 else '+'}{self.count}{self.unit}"

    def from_day(self, day: date) -> date:
        """The day at this distance; the last of the month where the month is too short."""
        many = self.sign * self.count
        if self.unit in "dw":
            return day + timedelta(days=many * (7 if self.unit == "w" else 1))
        return _months_later(day, many * (12 if self.unit == "y" else 1))


def read_offset(text: str) -> Offset | None:
    """``-90d``, ``+2w``, ``3m``, ``1y`` (no sign: to come); None if it is not one, or beyond a century."""
    found = _OFFSET.match(text)
    if not found:
        return None
    offset = Offset(-1 if found[1] == "-" else 1, int(found[2]), found[3])
    return offset if offset.count * _UNIT_DAYS[offset.unit] <= _FURTHEST_DAYS else None


def read_day(text: str) -> date | None:
    """An ISO day between the years 1000 and 9000 (so that a day more or less always exists), else None."""
    if not _ISO_DAY.match(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1000 <= day.year <= 9000 else None


def is_period(text: str) -> bool:
    """Whether `period` understands it."""
    return text in NAMED or read_offset(text) is not None or read_day(text) is not None


def period(text: str, today: date) -> Period:
    """The days meant by `text`. ValueError if it means none."""
    if text in NAMED:
        return _named(text, today)
    if offset := read_offset(text):
        return _day(offset.from_day(today))
    if day := read_day(text):
        return _day(day)
    raise ValueError(f"{text!r} names no day")


def within(offset: Offset, today: date) -> Period:
    """From today to the offset, or from it to today: ``7d`` is today and the seven days after."""
    other = offset.from_day(today)
    return Period(min(today, other), max(today, other))


def birthday_ranges(days: Period) -> list[tuple[int, int]]:
    """Ranges of ``month * 100 + day`` that fall in the period; 29 February is kept on the 28th in common years."""
    if (days.last - days.first).days >= 365:
        return [(101, 1231)]
    low, high = birthday_key(days.first), birthday_key(days.last)
    if high == 228 and not calendar.isleap(days.last.year):
        high = 229
    return [(low, high)] if low <= high else [(low, 1231), (101, high)]


def birthday_key(day: date) -> int:
    """What a birthday column holds."""
    return day.month * 100 + day.day


def _day(day: date) -> Period:
    return Period(day, day)


def _named(name: str, today: date) -> Period:
    if name in ("today", "yesterday", "tomorrow"):
        return _day(today + timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[name]))
    when, unit = name.split("_")
    step = {"last": -1, "this": 0, "next": 1}[when]
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Period(monday, monday + timedelta(days=6))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = _months_later(start, step * months)
    return Period(first, _months_later(first, months) - timedelta(days=1))


def _months_later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
