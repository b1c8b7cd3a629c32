"""Days and hours written by people: "mañana", "el jueves", "30 nov", "a las 10:30". See docs/rules/tasks.md."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

WEEKDAYS = {
    "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
MONTHS = {
    "ene": 1, "feb": 2, "mar": 3, "abr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8, "sep": 9, "set": 9, "oct": 10,
    "nov": 11, "dic": 12, "jan": 1, "apr": 4, "aug": 8, "dec": 12,
}  # fmt: skip
LONG_MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "setiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
NUMBERS = {
    "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "diez": 10, "quince": 15,
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
}  # fmt: skip

_MONTH = "|".join([*LONG_MONTHS, *(f"{short}" for short in MONTHS)])
_WEEKDAY = "|".join(WEEKDAYS)
_COUNT = r"\d{1,3}|" + "|".join(NUMBERS)
_RELATIVE = {
    "pasado manana": 2, "day after tomorrow": 2, "anteayer": -2, "antes de ayer": -2, "hoy": 0, "today": 0,
    "ayer": -1, "yesterday": -1, "manana": 1, "tomorrow": 1,
}  # fmt: skip

_DAY_PATTERNS = tuple(
    (name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"))
    for name, pattern in (
        ("relative", rf"(?<!la )(?P<relative>{'|'.join(_RELATIVE)})"),
        ("spell", rf"(?:en|dentro de|in) (?P<count>{_COUNT}) (?P<unit>dias?|semanas?|mes(?:es)?|days?|weeks?|months?)"),
        (
            "next",
            r"(?:la |el )?(?P<next>semana|mes) que viene|(?:la )?proxima (?P<next2>semana)|next (?P<next3>week|month)",
        ),
        ("last", rf"(?:el |last )?(?P<past>{_WEEKDAY})(?<!last) pasado|last (?P<past2>{_WEEKDAY})"),
        ("weekday", rf"(?:el (?:proximo )?|este |on |next )?(?P<weekday>{_WEEKDAY})(?: que viene| proximo)?"),
        (
            "named",
            rf"(?:el )?(?:dia )?(?P<day>\d{{1,2}}) (?:de )?(?P<month>{_MONTH})\.?(?: (?:de |del )?(?P<year>20\d\d))?",
        ),
        ("english", rf"(?:on )?(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:,? (?P<year>20\d\d))?"),
        ("numeric", r"(?:el )?(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?:[/-](?P<year>20\d\d|\d\d))?"),
        ("monthday", r"el dia (?P<monthday>\d{1,2})|el (?P<monthday2>\d{1,2})(?= a las|$)"),
    )
)
_HOUR = re.compile(
    r"(?<!\w)(?:(?:a las?|at) (?P<h1>\d{1,2})(?:[:.](?P<m1>[0-5]\d))?"
    r"|(?P<h2>\d{1,2}):(?P<m2>[0-5]\d)|(?P<h3>\d{1,2})(?=h(?!\w)))"
    r" ?h?(?P<half> (?:de|por) la (?:tarde|noche)| ?pm)?(?P<morning> (?:de|por) la manana| ?am)?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says about time, and the text without those words. `day` or `time` is None when not said."""

    day: dt.date | None
    time: dt.time | None
    rest: str


def flat(text: str) -> str:
    """Lower case without accents, letter for letter: positions stay those of `text`."""
    return "".join((unicodedata.normalize("NFKD", letter)[:1] or letter).lower()[:1] or " " for letter in text)


def read(text: str, *, today: dt.date) -> Moment:
    """Take the first day and hour out of `text`; days without a year look forward from `today`.

    "el jueves" is the coming one (never today), "el jueves pasado" the last one; 30 nov on 1 December is next year's.
    Impossible days (31 feb) are left in the text.
    """
    hour, text = _take_hour(text)
    for name, pattern in _DAY_PATTERNS:
        for match in pattern.finditer(flat(text)):
            day = _day_of(name, match, today)
            if day is not None:
                return Moment(day, hour, _without(text, match.start(), match.end()))
    return Moment(None, hour, _tidy(text))


def _take_hour(text: str) -> tuple[dt.time | None, str]:
    for match in _HOUR.finditer(flat(text)):
        found = match.groupdict()
        hour = int(found["h1"] or found["h2"] or found["h3"])
        minute = int(found["m1"] or found["m2"] or 0)
        if found["half"] and hour < 12:
            hour += 12
        if hour < 24:
            return dt.time(hour, minute), _without(text, match.start(), match.end())
    return None, text


def _without(text: str, start: int, end: int) -> str:
    return _tidy(f"{text[:start].rstrip(' ,;:')} {text[end:].lstrip()}")


def _tidy(text: str) -> str:
    return re.sub(r"[ \t]+", " ", re.sub(r" ([,.;])", r"\1", text)).strip(" ,;:")


def _day_of(name: str, match: re.Match[str], today: dt.date) -> dt.date | None:
    found = match.groupdict()
    if name == "relative":
        return today + dt.timedelta(days=_RELATIVE[found["relative"]])
    if name == "spell":
        return _after(today, found["count"], found["unit"])
    if name == "next":
        return _coming(today, found["next"] or found["next2"] or found["next3"])
    if name == "last":
        wanted = WEEKDAYS[found["past"] or found["past2"]]
        return today - dt.timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    if name == "weekday":
        return today + dt.timedelta(days=(WEEKDAYS[found["weekday"]] - today.weekday() - 1) % 7 + 1)
    if name == "monthday":
        return _month_day(today, int(found["monthday"] or found["monthday2"]))
    return _dated(found, today)


def _after(today: dt.date, count: str, unit: str) -> dt.date:
    number = NUMBERS.get(count) or int(count)
    if unit.startswith(("mes", "month")):
        return _add_months(today, number)
    return today + dt.timedelta(days=number * (7 if unit.startswith(("sem", "week")) else 1))


def _coming(today: dt.date, unit: str) -> dt.date:
    """Next week is its Monday, next month its first day."""
    if unit in ("mes", "month"):
        return _add_months(today.replace(day=1), 1)
    return today + dt.timedelta(days=7 - today.weekday())


def _add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _month_day(today: dt.date, number: int) -> dt.date | None:
    for months in range(3):
        first = _add_months(today.replace(day=1), months)
        try:
            found = first.replace(day=number)
        except ValueError:
            continue
        if found > today:
            return found
    return None


def _dated(found: dict[str, str | None], today: dt.date) -> dt.date | None:
    month_text, year_text = found["month"] or "", found["year"]
    month = int(month_text) if month_text.isdigit() else MONTHS[month_text[:3]]
    years = [int(year_text) + (2000 if len(year_text) == 2 else 0)] if year_text else range(today.year, today.year + 9)
    for year in years:
        try:
            day = dt.date(year, month, int(found["day"] or 0))
        except ValueError:
            continue
        if year_text or day >= today:
            return day
    return None
