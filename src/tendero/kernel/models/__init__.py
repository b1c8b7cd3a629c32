"""The kernel's own tables, and the row anatomy other rooms inherit."""

from tendero.kernel.models.base import ChildModel, Journaled, PlainRow, RecordModel, Unjournaled, unlocked
from tendero.kernel.models.files import StoredFile
from tendero.kernel.models.jobs import Job, JobLine, Schedule
from tendero.kernel.models.journal import Change, ChangeSet
from tendero.kernel.models.search import SearchDocument, SearchKind, SearchWord
from tendero.kernel.models.settings import Setting
from tendero.kernel.models.stamps import Stamp
from tendero.kernel.models.subject import SubjectFields

__all__ = [
    "Change",
    "ChangeSet",
    "ChildModel",
    "Job",
    "JobLine",
    "Journaled",
    "PlainRow",
    "RecordModel",
    "Schedule",
    "SearchDocument",
    "SearchKind",
    "SearchWord",
    "Setting",
    "Stamp",
    "StoredFile",
    "SubjectFields",
    "Unjournaled",
    "unlocked",
]
