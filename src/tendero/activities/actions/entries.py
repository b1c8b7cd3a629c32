"""Writing down what happened with a contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.activities.actions.mentions import mention
from tendero.activities.actions.tasks import add_task, finish
from tendero.activities.events import ActivityLogged
from tendero.activities.models import Activity, ActivityKind, Direction, Task, TaskKind
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish
from tendero.kernel.models import RecordModel
from tendero.kernel.permissions import require

_TOLERANCE: Final = dt.timedelta(minutes=10)
_EDITABLE: Final = frozenset(
    {"kind", "direction", "at", "title", "body", "outcome", "minutes", "private", "pinned"}
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The task that comes out of a call or a visit. No `assignee`: whoever writes it down."""

    title: str
    due_on: dt.date
    due_time: dt.time | None = None
    kind: str = TaskKind.OTHER
    assignee: User | None = None


@action(_("Write down in the history"), record="activities.Activity", verb="add")
def log_activity(
    party: Party,
    *,
    by: Actor,
    kind: str = ActivityKind.NOTE,
    text: str = "",
    title: str = "",
    outcome: str = "",
    at: dt.datetime | None = None,
    minutes: int | None = None,
    direction: str = Direction.OUT,
    private: bool = False,
    subject: RecordModel | None = None,
    completes: Task | None = None,
    next_step: NextStep | None = None,
) -> Activity:
    """Write an entry of the historial of `party`; publishes ActivityLogged.

    `subject` is what it is about beside the party; `completes` the task it fulfils; `next_step` becomes a task in the
    same change set. People named with @ who may see the party are told. ValidationError for an empty note or a moment
    to come; Refused or Missing as permissions say.
    """
    entry = Activity(
        party=party, author_id=by.user_id, kind=kind, body=text.strip(), title=title.strip(), outcome=outcome.strip(),
        at=at or clock.now(), minutes=minutes, direction=direction, private=private,
    )  # fmt: skip
    _about(entry, subject, by)
    _sensible(entry)
    require(by, "add", entry)
    write.create(entry)
    mention(entry, by=by)
    if completes is not None:
        finish([completes], by=by, told=True)
    if next_step is not None:
        _plan(entry, next_step, subject, by)
    publish(ActivityLogged(activity_id=entry.pk, kind=entry.kind, party_id=party.pk))
    return entry


@action(_("Correct an entry"), record="activities.Activity", verb="change")
def edit_activity(
    activity: Activity, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None
) -> set[str]:
    """Set the given columns of an entry; returns the names that changed. Milestones are never edited."""
    require(by, "change", activity)
    if activity.kind == ActivityKind.MILESTONE or values.get("kind") == ActivityKind.MILESTONE:
        raise ValidationError(_("A milestone tells what happened and is not edited."))
    if unknown := sorted(set(values) - _EDITABLE):
        raise ValidationError({unknown[0]: _("This is not changed here.")})
    if values.get("private", activity.private) != activity.private and activity.author_id != by.user_id:
        raise ValidationError({"private": _("Only its author may say who reads it.")})
    _sensible(_as_it_would_be(activity, values))
    changed = write.change(activity, expected_version=expected_version, **values)
    if changed & {"body", "title", "private"}:
        mention(activity, by=by)
    return changed


@action(_("Pin"), record="activities.Activity", verb="change")
def pin(activity: Activity, *, by: Actor) -> None:
    """Keep an entry at the top of the historial."""
    require(by, "change", activity)
    write.change(activity, pinned=True)


@action(_("Unpin"), record="activities.Activity", verb="change")
def unpin(activity: Activity, *, by: Actor) -> None:
    """Let an entry go back to its day."""
    require(by, "change", activity)
    write.change(activity, pinned=False)


def _about(entry: Activity, subject: RecordModel | None, by: Actor) -> None:
    """Tie the entry to what it concerns; Refused for what the actor may not see."""
    if subject is not None:
        require(by, "view", subject)
        entry.subject_type, entry.subject_id = subject.key(), subject.pk


def _as_it_would_be(activity: Activity, values: Mapping[str, Any]) -> Activity:
    """An unsaved copy with `values` set, to judge before writing."""
    names = ("kind", "body", "title", "outcome", "at")
    return Activity(**{name: values.get(name, getattr(activity, name)) for name in names})


def _sensible(entry: Activity) -> None:
    """ValidationError for an empty note and for what has not happened yet."""
    if entry.kind == ActivityKind.NOTE and not (entry.body or entry.title):
        raise ValidationError({"body": _("Write something: an empty note tells nothing.")})
    if entry.at > clock.now() + _TOLERANCE:
        raise ValidationError({"at": _("What is still to come is a task.")})


def _plan(entry: Activity, step: NextStep, subject: RecordModel | None, by: Actor) -> Task:
    """The next step as a task of the same contact, about the same subject."""
    return add_task(
        entry.party,
        by=by,
        title=step.title,
        kind=step.kind,
        due_on=step.due_on,
        due_time=step.due_time,
        assignee=step.assignee,
        subject=subject,
    )
