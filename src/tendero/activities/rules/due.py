"""When a task is late, for today or planned. See docs/rules/tasks.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DueState(StrEnum):
    """Where an open task stands against the calendar of whoever looks."""

    LATE = "late"
    TODAY = "today"
    PLANNED = "planned"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Due:
    """A state and its distance: days late when late, days to go when planned, else 0."""

    state: DueState
    days: int


def due_on(day: dt.date | None, *, today: dt.date) -> Due:
    """How `day` stands on `today`; no day at all is NOTHING.

    The hour does not count: a task for 9:00 is not late at 9:30, it is still for today.
    """
    if day is None:
        return Due(DueState.NOTHING, 0)
    distance = (day - today).days
    if distance < 0:
        return Due(DueState.LATE, -distance)
    if distance == 0:
        return Due(DueState.TODAY, 0)
    return Due(DueState.PLANNED, distance)
