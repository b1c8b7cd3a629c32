"""What the directory does in the background."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tendero.directory.actions.duplicates import FIND, find_duplicates
from tendero.directory.actions.lapsing import lapse_roles, reindex_tagged
from tendero.kernel.jobs import Job, schedule, task

schedule("directory.lapse_roles", "directory.lapse_roles", at="00:10", zone="Europe/Madrid")


@task("directory.lapse_roles", label=_("Roles whose last day has passed"))
def lapse(job: Job) -> dict[str, int]:
    """Every night: roles whose last day has passed are no longer shown."""
    return {"roles": lapse_roles()}


@task("directory.reindex_tagged", queue="long", label=_("Finding by the new name of a tag"))
def reindex(job: Job, *, tags: list[int]) -> dict[str, int]:
    """After a tag was renamed: its contacts are found by the new name."""
    return {"contacts": reindex_tagged(tags)}


schedule("directory.look_again", "directory.look_again", at="01:10", zone="Europe/Madrid")


@task(FIND, queue="long", lease=300, label=_("Looking for duplicates"))
def find(job: Job) -> dict[str, int]:
    """The whole base, each with each that could be the same."""
    return find_duplicates(job)


@task("directory.look_again", queue="long", lease=300, label=_("Looking for duplicates among what changed"))
def look_again(job: Job) -> dict[str, int]:
    """Every night: whoever changed since the last whole search, compared with all; at first, everyone."""
    last = (
        Job.objects.filter(task__in=(FIND, "directory.look_again"), state=Job.State.SUCCESSFUL).order_by("-id").first()
    )
    return find_duplicates(job, since=last.started if last else None)
