"""Hours as people write them in a box: "9", "9:30", "17.45". See docs/rules/tasks.md."""

from __future__ import annotations

import datetime as dt
import re

_HOUR = re.compile(r"^\s*([01]?\d|2[0-3])(?:\s*[:.h]\s*([0-5]\d))?\s*h?\s*$", re.IGNORECASE)


class BadHour(ValueError):
    """The text is no hour of the day."""


def read_hour(text: str | dt.time | None) -> dt.time | None:
    """The hour a text says; None for a blank one. BadHour if it says none."""
    if isinstance(text, dt.time):
        return text
    if text is None or not text.strip():
        return None
    found = _HOUR.match(text)
    if found is None:
        raise BadHour(text)
    return dt.time(int(found[1]), int(found[2] or 0))


def shown_hour(hour: dt.time | None) -> str:
    """``9:05``: no nought before the hour, as the trade writes it."""
    return "" if hour is None else f"{hour.hour}:{hour.minute:02d}"
