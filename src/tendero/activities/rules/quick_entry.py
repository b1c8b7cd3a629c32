"""The one-line composer of the customer card: "llamada ...", "visita ...", "tarea ..." or just a note.

Pure: the day comes in as `today`. Stated in prose, with these examples, in docs/rules/tasks.md.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tendero.activities.rules import days

# Nouns tell what happened; "tarea" and the infinitives tell what is to be done.
_LOGGED = {
    "nota": "note", "note": "note",
    "llamada": "call", "llame": "call", "call": "call", "called": "call",
    "visita": "visit", "visite": "visit", "visit": "visit", "visited": "visit",
    "reunion": "meeting", "meeting": "meeting",
    "e-mail": "email", "email": "email", "correo": "email",
    "carta": "letter", "letter": "letter",
    "whatsapp": "message", "mensaje": "message", "sms": "message", "message": "message",
}  # fmt: skip
_TODO = {"tarea": "", "task": "", "todo": "", "llamar": "call", "visitar": "visit"}
_TASK_KIND = {
    "llamar": "call", "llamada": "call", "call": "call", "visitar": "visit", "visita": "visit", "visit": "visit",
    "e-mail": "email", "email": "email", "correo": "email", "escribir": "email", "write": "email",
}  # fmt: skip
_PLANNED_AS = {"call": "call", "visit": "visit", "email": "email"}
_FIRST = re.compile(r"\s*([^\s:,.;]+)[\s:,.;]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What to write down. `kind` is an activity kind, or "task" with its `task_kind` (call, visit, email, other)."""

    kind: str
    text: str
    task_kind: str = ""
    day: dt.date | None = None
    time: dt.time | None = None


def parse(line: str, *, today: dt.date) -> Entry:
    """Read one typed line.

    A line that begins with none of the words is a note, word for word. A call, visit, meeting or mail of a day to
    come is a task. A task without a day is for today.
    """
    line = line.strip()
    match = _FIRST.match(line)
    first = days.flat(match.group(1)) if match else ""
    if match is None or (first not in _LOGGED and first not in _TODO):
        return Entry("note", line)
    rest = line[match.end() :]
    if first in _TODO:
        return _task(rest if not _TODO[first] else line, today)
    kind = _LOGGED[first]
    if kind == "note":
        return Entry("note", rest or line)
    when = days.read(rest, today=today)
    if when.day is not None and when.day > today:
        return Entry(
            "task", _sentence(when.rest or match.group(1)), _PLANNED_AS.get(kind, "other"), when.day, when.time
        )
    return Entry(kind, _sentence(when.rest), "", when.day, when.time)


def _task(text: str, today: dt.date) -> Entry:
    when = days.read(text, today=today)
    match = _FIRST.match(when.rest)
    kind = _TASK_KIND.get(days.flat(match.group(1)), "other") if match else "other"
    return Entry("task", _sentence(when.rest), kind, when.day or today, when.time)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
