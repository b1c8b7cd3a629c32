"""The verbs of the activities room."""

from tendero.activities.actions.documents import attach_document, rename_document
from tendero.activities.actions.entries import (
    NextStep,
    edit_activity,
    log_activity,
    pin,
    unpin,
)
from tendero.activities.actions.mentions import read_mentions
from tendero.activities.actions.milestones import Milestone, tell
from tendero.activities.actions.peace import disturb_again, leave_in_peace
from tendero.activities.actions.tasks import (
    add_task,
    add_task_to_many,
    complete_task,
    complete_tasks,
    postpone,
    postpone_tasks,
    reassign,
    reassign_tasks,
    reopen_task,
    update_task,
    update_tasks,
)

__all__ = [
    "Milestone",
    "NextStep",
    "add_task",
    "add_task_to_many",
    "attach_document",
    "complete_task",
    "complete_tasks",
    "disturb_again",
    "edit_activity",
    "leave_in_peace",
    "log_activity",
    "pin",
    "postpone",
    "postpone_tasks",
    "read_mentions",
    "reassign",
    "reassign_tasks",
    "rename_document",
    "reopen_task",
    "tell",
    "unpin",
    "update_task",
    "update_tasks",
]
