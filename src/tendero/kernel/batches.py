"""Long pieces of work leave several change sets under one batch: how large they are, and taking all of them back."""

from __future__ import annotations

from django.db.models import QuerySet

from tendero.kernel import journal
from tendero.kernel.actor import Actor
from tendero.kernel.journal import Report
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.refs import new_ref


def members(change_set: ChangeSet) -> QuerySet[ChangeSet]:
    """The change sets of the same batch, newest first; itself alone when it belongs to none."""
    if not change_set.batch:
        return ChangeSet.objects.filter(pk=change_set.pk)
    return ChangeSet.objects.filter(batch=change_set.batch).order_by("-id")


def size(change_set: ChangeSet) -> int:
    """How many changes the whole batch holds."""
    return Change.objects.filter(change_set__in=members(change_set)).count()


def revert_batch(change_set: ChangeSet, *, by: Actor) -> Report:
    """Take back every change set of the batch, newest first, each in a transaction of its own.

    The reverts share a batch of their own, so that undoing the undo is one step too. The report adds them
    up; its `change_set` is the last revert made.
    """
    whole = Report()
    batch = f"undo:{new_ref()}" if change_set.batch else ""
    for pk in list(members(change_set).values_list("pk", flat=True)):
        report = journal.revert(ChangeSet.objects.get(pk=pk), by=by, batch=batch)
        whole.reverted |= report.reverted
        whole.kept += report.kept
        whole.change_set = report.change_set or whole.change_set
    return whole
