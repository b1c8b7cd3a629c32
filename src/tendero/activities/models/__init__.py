"""What was done with a contact, what is to be done, and the papers that came with it."""

from tendero.activities.models.activity import CONTACT_KINDS, Activity, ActivityKind, Direction, Mention
from tendero.activities.models.document import Document
from tendero.activities.models.pulse import PartyPulse
from tendero.activities.models.silence import Silence
from tendero.activities.models.task import Task, TaskKind, TaskPriority, in_order

__all__ = [
    "CONTACT_KINDS",
    "Activity",
    "ActivityKind",
    "Direction",
    "Document",
    "Mention",
    "PartyPulse",
    "Silence",
    "Task",
    "TaskKind",
    "TaskPriority",
    "in_order",
]
