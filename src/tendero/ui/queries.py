"""Reads of the shared screens: jobs of a person."""

from __future__ import annotations

from django.db.models import QuerySet

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import Job

JOURNAL = "kernel.ChangeSet"


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """Jobs this person asked for, newest first."""
    return Job.objects.filter(user_id=actor.user_id).order_by("-id")


def visible_job(ref: str, actor: Actor) -> Job | None:
    """One job: one's own, or any for whoever may read the journal; None when it is not for this person."""
    found = Job.objects.filter(ref=ref).first()
    if found is None or found.user_id == actor.user_id or permissions.may(actor, "view", JOURNAL):
        return found
    return None
