"""What the directory does in the background."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
