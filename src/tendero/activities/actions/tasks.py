"""Putting tasks, finishing them, moving them to another day or another person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.activities.actions.milestones import Milestone, tell
from tendero.activities.events import TasksCompleted
from tendero.activities.models import Task, TaskKind, TaskPriority
from tendero.activities.rules import recurrence
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish
from tendero.kernel.models import RecordModel
from tendero.kernel.permissions import require

_CARRIED: Final = (
    "title", "kind", "party_id", "assignee_id", "due_time", "priority", "note", "subject_type", "subject_id",
)  # fmt: skip
_EDITABLE: Final = frozenset(
    {"title", "kind", "party", "assignee", "due_on", "due_time", "priority", "repeats", "note"}
)  # fmt: skip


@action(_("Add a task"), record="activities.Task", verb="add")
def add_task(
    party: Party | None,
    *,
    by: Actor,
    title: str,
    kind: str = TaskKind.OTHER,
    due_on: dt.date | None = None,
    due_time: dt.time | None = None,
    assignee: User | None = None,
    priority: int = TaskPriority.NORMAL,
    repeats: str = "",
    note: str = "",
    subject: RecordModel | None = None,
) -> Task:
    """Put a task, with a contact or without; for today and for oneself unless said otherwise.

    `repeats` is of the RRULE subset of `rules.recurrence`. ValidationError for a blank title or a rule that is none.
    """
    task = Task(
        title=title.strip()[:200],
        kind=kind,
        party=party,
        assignee_id=assignee.pk if assignee else by.user_id,
        due_on=due_on or clock.today(by.time_zone),
        due_time=due_time,
        priority=priority,
        repeats=_rule(repeats),
        note=note.strip(),
    )
    if subject is not None:
        require(by, "view", subject)
        task.subject_type, task.subject_id = subject.key(), subject.pk
    require(by, "add", task)
    return write.create(task)


@action(_("Add a task to several contacts"), record="activities.Task", verb="add")
def add_task_to_many(
    party_ids: Iterable[int],
    *,
    by: Actor,
    title: str,
    kind: str = TaskKind.OTHER,
    due_on: dt.date | None = None,
    assignee: User | None = None,
    to_owners: bool = False,
) -> int:
    """The same task for each of these contacts he may see; returns how many were put. One change set.

    Each is for `assignee`, or for the contact's own responsible with `to_owners`, or else for whoever asks.
    """
    if not title.strip():
        raise ValidationError({"title": _("Say what is to be done.")})
    seen = Party.objects.visible_to(by).filter(pk__in=list(party_ids)).order_by("pk")
    fallback = assignee.pk if assignee else by.user_id
    day = due_on or clock.today(by.time_zone)
    tasks = [
        Task(
            title=title.strip()[:200],
            kind=kind,
            due_on=day,
            party_id=pk,
            assignee_id=owner if to_owners and owner else fallback,
        )
        for pk, owner in seen.values_list("pk", "owner_id")
    ]
    _may_give(tasks, by)
    return len(write.create_many(Task, tasks))


@action(_("Change a task"), record="activities.Task", verb="change")
def update_task(task: Task, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None) -> set[str]:
    """Set the given columns of a task; returns the names that changed."""
    require(by, "change", task)
    if unknown := sorted(set(values) - _EDITABLE):
        raise ValidationError({unknown[0]: _("This is not changed here.")})
    if "repeats" in values:
        values = {**values, "repeats": _rule(values["repeats"])}
    if values.get("party") is not None:
        require(by, "view", values["party"])
    return write.change(task, expected_version=expected_version, **values)


@action(_("Change a task"), record="activities.Task", verb="change")
def update_tasks(ids: Iterable[int], *, by: Actor, values: Mapping[str, Any]) -> int:
    """Set the same columns on those of these tasks that he may change; returns how many really changed."""
    if unknown := sorted(set(values) - _EDITABLE):
        raise ValidationError({unknown[0]: _("This is not changed here.")})
    if values.get("assignee") is not None:
        _may_give([Task(assignee=values["assignee"])], by)
    return write.change_many(Task, _mine(ids, by).values_list("pk", flat=True), **values)


@action(pgettext_lazy("task", "Done"), record="activities.Task", verb="change", offered=True)
def complete_task(task: Task, *, by: Actor) -> Task | None:
    """Finish a task; returns the next one where it repeats. Finished already: nothing happens."""
    require(by, "change", task)
    return finish([task], by=by).get(task.pk)


@action(pgettext_lazy("task", "Done"), record="activities.Task", verb="change")
def complete_tasks(ids: Iterable[int], *, by: Actor) -> int:
    """Finish those of these tasks that are open and he may change; returns how many."""
    tasks = list(_mine(ids, by).filter(done_at=None))
    finish(tasks, by=by)
    return len(tasks)


@action(_("Open again"), record="activities.Task", verb="change", offered=True)
def reopen_task(task: Task, *, by: Actor) -> None:
    """Take a task back from the finished ones; the next one of a repeating task stays."""
    require(by, "change", task)
    write.change(task, done_at=None, done_by=None)


@action(_("Postpone"), record="activities.Task", verb="change", offered=True)
def postpone(task: Task, *, until: dt.date, at: dt.time | None = None, by: Actor) -> None:
    """Move a task to another day; its hour stays unless `at` says another."""
    require(by, "change", task)
    write.change(task, due_on=until, due_time=at or task.due_time)


@action(_("Postpone"), record="activities.Task", verb="change")
def postpone_tasks(ids: Iterable[int], *, until: dt.date, by: Actor) -> int:
    """Move those of these tasks that are open and he may change; returns how many really moved."""
    found = _mine(ids, by).filter(done_at=None)
    return write.change_many(Task, found.values_list("pk", flat=True), due_on=until)


@action(_("Give to somebody else"), record="activities.Task", verb="change", offered=True)
def reassign(task: Task, *, assignee: User, by: Actor) -> None:
    """Give a task to another person. Refused when tasks of that person are beyond him."""
    require(by, "change", task)
    _may_give([Task(assignee=assignee)], by)
    write.change(task, assignee=assignee)


@action(_("Give to somebody else"), record="activities.Task", verb="change")
def reassign_tasks(ids: Iterable[int], *, assignee: User, by: Actor) -> int:
    """Give those of these tasks that are open and he may change to one person; returns how many."""
    _may_give([Task(assignee=assignee)], by)
    found = _mine(ids, by).filter(done_at=None)
    return write.change_many(Task, found.values_list("pk", flat=True), assignee=assignee)


def finish(tasks: Sequence[Task], *, by: Actor, told: bool = False) -> dict[int, Task]:
    """Finish open tasks, set-based; returns the next one of each that repeats, `{task id: next}`.

    The historial tells it with a milestone unless `told` (the call or visit that fulfilled it tells it already).
    """
    tasks = [task for task in tasks if task.is_open]
    if not tasks:
        return {}
    moment = clock.now()
    write.change_many(Task, [task.pk for task in tasks], done_at=moment, done_by_id=by.user_id)
    for task in tasks:
        task.done_at, task.done_by_id = moment, by.user_id
    following = {task.pk: later for task in tasks if (later := _next(task, by)) is not None}
    write.create_many(Task, list(following.values()))
    if not told:
        tell([Milestone(t.party_id, "task_done", {"title": t.title}) for t in tasks if t.party_id], by=by)
    publish(TasksCompleted(task_ids=tuple(task.pk for task in tasks)))
    return following


def _next(task: Task, by: Actor) -> Task | None:
    """The task that follows a repeated one now that it is done, not yet written; None when nothing follows."""
    found = (
        recurrence.following(task.repeats, day=task.due_on, done=clock.today(by.time_zone)) if task.repeats else None
    )
    if found is None:
        return None
    carried = {name: getattr(task, name) for name in _CARRIED}
    return Task(**carried, due_on=found[0], repeats=found[1], follows=task)


def _mine(ids: Iterable[int], by: Actor) -> Any:
    """Those of these tasks that the actor may change, oldest first."""
    return Task.objects.visible_to(by, "change").filter(pk__in=list(ids)).order_by("pk")


def _may_give(tasks: Iterable[Task], by: Actor) -> None:
    """Whether tasks may be put for these people: one question each, whatever the number of tasks."""
    people = User.objects.in_bulk({task.assignee_id for task in tasks if task.assignee_id})
    for person in people.values():
        require(by, "add", Task(assignee=person))


def _rule(text: str) -> str:
    """The rule of repetition in its one spelling; ValidationError quotes the part that is none."""
    try:
        return recurrence.clean(text or "")
    except recurrence.BadRecurrence as error:
        message = _("“%(part)s” is not a way to repeat.")
        raise ValidationError({"repeats": ValidationError(message, params={"part": str(error)})}) from error
