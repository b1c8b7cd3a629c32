"""Facts of the activities room, past tense."""

from __future__ import annotations

from dataclasses import dataclass

from tendero.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ActivityLogged(Event):
    """Somebody wrote down a note, a call, a visit... `kind` is an `ActivityKind`; milestones are not told."""

    activity_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class TasksCompleted(Event):
    """Tasks were finished; one event per change set, however many."""

    task_ids: tuple[int, ...]
