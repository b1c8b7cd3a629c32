"""What the historial and the tasks know about people, and why."""

from __future__ import annotations

from tendero.kernel.privacy import declare

_POINTER = "subject_type subject_id"
_WHAT_HAPPENED = "to remember what was spoken, for whoever serves next"

declare(
    "activities.Activity",
    purpose=_WHAT_HAPPENED,
    none=f"{_POINTER} kind direction party author minutes private pinned code",
    profile="at title body outcome facts",
)
declare("activities.Document", purpose="papers of the relationship", none=f"{_POINTER} party author",
        profile="title file")  # fmt: skip
declare("activities.Silence", purpose="to leave in peace whoever asks for it", none="party author until",
        profile="reason")  # fmt: skip
declare(
    "activities.Task",
    purpose="to do what was promised",
    none=f"{_POINTER} kind party assignee priority repeats done_at done_by follows due_on due_time",
    profile="title note",
)
