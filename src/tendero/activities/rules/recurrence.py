"""Tasks that repeat: a small subset of iCalendar's RRULE. See docs/rules/tasks.md.

Allowed parts: FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, BYDAY, BYMONTHDAY, COUNT and UNTIL. The rule is
written without hours: a task repeats on days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from dateutil.rrule import rrule, rrulestr

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PART = {
    "FREQ": re.compile(r"DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile(r"[1-9]\d?"),
    "BYDAY": re.compile(r"(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU)){0,6}"),
    "BYMONTHDAY": re.compile(r"-1|[1-9]|[12]\d|3[01]"),
    "COUNT": re.compile(r"[1-9]\d{0,2}"),
    "UNTIL": re.compile(r"\d{8}"),
}


class BadRecurrence(ValueError):
    """The text is not a rule of the subset; the message names the part."""


def clean(rule: str) -> str:
    """The rule in its one canonical spelling ("" stays ""); raises BadRecurrence naming the wrong part."""
    text = rule.strip().upper().removeprefix("RRULE:")
    if not text:
        return ""
    parts: dict[str, str] = {}
    for piece in text.split(";"):
        name, _, value = piece.partition("=")
        if name not in _PART or name in parts or not _PART[name].fullmatch(value):
            raise BadRecurrence(piece)
        parts[name] = value
    if "FREQ" not in parts:
        raise BadRecurrence("FREQ")
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadRecurrence("COUNT;UNTIL")
    if "UNTIL" in parts:
        _day(parts["UNTIL"])
    return ";".join(f"{name}={parts[name]}" for name in _PART if name in parts)


def following(rule: str, *, day: dt.date, done: dt.date) -> tuple[dt.date, str] | None:
    """The next day after finishing the task of `day` on `done`, and the rule that remains; None when it ends.

    The rhythm starts from the planned day, not from the day it was done, and days that passed meanwhile are
    skipped: finishing three weeks late a weekly task does not leave three more behind. COUNT counts tasks, this one
    included. A monthly task planned for the 31st falls on the last day of shorter months.
    """
    text = clean(rule)
    if not text:
        return None
    parts = dict(piece.split("=", 1) for piece in text.split(";"))
    count = int(parts.pop("COUNT", 0))
    if count == 1:
        return None
    threshold = max(day, done)
    found = _by_month(parts, day, threshold) if _counts_months(parts) else _by_rule(parts, day, threshold)
    if found is None or ("UNTIL" in parts and found > _day(parts["UNTIL"])):
        return None
    if count:
        parts["COUNT"] = str(count - 1)
    remaining = _pinned(parts, day)
    return found, ";".join(f"{name}={remaining[name]}" for name in _PART if name in remaining)


def _counts_months(parts: dict[str, str]) -> bool:
    """Months and years from the day itself: dateutil would skip the short months, so they are counted here."""
    return parts["FREQ"] in ("MONTHLY", "YEARLY") and "BYDAY" not in parts


def _pinned(parts: dict[str, str], day: dt.date) -> dict[str, str]:
    """A rule from the 29th on remembers its day, so that one February does not make it the 28th for ever."""
    if _counts_months(parts) and day.day > 28:
        return {"BYMONTHDAY": str(day.day), **parts}
    return parts


def _by_month(parts: dict[str, str], day: dt.date, threshold: dt.date) -> dt.date:
    step = int(parts.get("INTERVAL", 1)) * (12 if parts["FREQ"] == "YEARLY" else 1)
    wanted = int(parts.get("BYMONTHDAY", day.day))
    months = 0
    while True:
        found = _in_month(day, months, wanted)
        if found > threshold:
            return found
        months += step


def _in_month(day: dt.date, months: int, wanted: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if wanted == -1 else min(wanted, last))


def _by_rule(parts: dict[str, str], day: dt.date, threshold: dt.date) -> dt.date | None:
    text = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    start = dt.datetime.combine(day, dt.time())
    found = rrulestr(text, dtstart=start)
    assert isinstance(found, rrule)
    after = found.after(dt.datetime.combine(threshold, dt.time()))
    return after.date() if after else None


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError as error:
        raise BadRecurrence(f"UNTIL={text}") from error
