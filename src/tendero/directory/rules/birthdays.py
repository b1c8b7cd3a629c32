"""Birthdays: day and month are enough, the year is a gift."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("enero", "ene", "january", "jan"),
            ("febrero", "feb", "february"),
            ("marzo", "mar", "march"),
            ("abril", "abr", "april", "apr"),
            ("mayo", "may"),
            ("junio", "jun", "june"),
            ("julio", "jul", "july"),
            ("agosto", "ago", "august", "aug"),
            ("septiembre", "setiembre", "sep", "sept", "set", "september"),
            ("octubre", "oct", "october"),
            ("noviembre", "nov", "november"),
            ("diciembre", "dic", "december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_NO_YEAR = re.compile(r"^--(\d{2})-?(\d{2})$")
_NUMBERS = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$")
_WORDS = re.compile(r"^(\d{1,2})\s*(?:de\s+)?([a-z]+)\.?(?:\s*(?:de|del)?\s*(\d{4}))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Birthday:
    """``year`` is None where only day and month are known. 29 February is a birthday like any other."""

    day: int
    month: int
    year: int | None = None

    @property
    def key(self) -> int:
        """``month * 100 + day``: 1224 for Christmas Eve, what the database filters and sorts by."""
        return self.month * 100 + self.day

    def on(self, year: int) -> date:
        """Its date in a year; 29 February is kept on the 28th where there is none."""
        day = min(self.day, calendar.monthrange(year, self.month)[1])
        return date(year, self.month, day)

    def next_after(self, today: date) -> date:
        """The next one, today included."""
        this_year = self.on(today.year)
        return this_year if this_year >= today else self.on(today.year + 1)

    def age_on(self, day: date) -> int | None:
        """Years completed on a day, None without the year of birth."""
        if self.year is None:
            return None
        return day.year - self.year - (day < self.on(day.year))


def make_birthday(day: int | None, month: int | None, year: int | None = None) -> Birthday | None:
    """None unless day and month make sense together (29 February does without a year)."""
    if not day or not month or not 1 <= month <= 12:
        return None
    longest = calendar.monthrange(year if year and 1 <= year <= 9999 else 2000, month)[1]
    if not 1 <= day <= longest:
        return None
    return Birthday(day, month, year or None)


def parse_birthday(text: str, today: date | None = None) -> Birthday | None:
    """``12/3/1980``, ``12-3``, ``1980-03-12``, ``--0312``, ``12 de marzo``; None when it says no date."""
    text = text.strip()
    if found := _ISO.match(text):
        return make_birthday(int(found[3]), int(found[2]), int(found[1]))
    if found := _NO_YEAR.match(text):
        return make_birthday(int(found[2]), int(found[1]))
    if found := _NUMBERS.match(text):
        return make_birthday(int(found[1]), int(found[2]), _full_year(found[3], today))
    if (found := _WORDS.match(text)) and (month := _MONTHS.get(found[2].lower())):
        return make_birthday(int(found[1]), month, int(found[3]) if found[3] else None)
    return None


def _full_year(text: str | None, today: date | None) -> int | None:
    if not text:
        return None
    year = int(text)
    if len(text) == 4:
        return year
    pivot = (today.year if today else 2026) % 100
    return year + (2000 if year <= pivot else 1900)


def keys_between(first: date, last: date) -> list[tuple[int, int]]:
    """Ranges of ``key`` covering the days from first to last, both included; two when the year turns.

    On 28 February of a common year the 29th is included as well: that is when it is kept.
    """
    if (last - first) >= timedelta(days=365):
        return [(101, 1231)]
    low, high = first.month * 100 + first.day, last.month * 100 + last.day
    if last.month == 2 and last.day == 28 and not calendar.isleap(last.year):
        high = 229
    return [(low, high)] if low <= high else [(low, 1231), (101, high)]
