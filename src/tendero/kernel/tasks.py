"""The kernel's own background work."""

from __future__ import annotations

import errno
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.kernel import events, search
from tendero.kernel.backup import keeping
from tendero.kernel.jobs import GiveUp, Job, queue, schedule, task
from tendero.kernel.models import Setting

KEEP_JOBS = timedelta(days=30)


@task("kernel.deliver_event", retries=8)
def deliver_event(job: Job, *, handler: str, event: dict[str, Any]) -> None:
    """Runs one `@later` handler."""
    events.deliver(handler, event)


@task("kernel.purge_jobs")
def purge_jobs(job: Job) -> dict[str, int]:
    """Forgets what ended a month ago."""
    return {"purged": queue.purge(KEEP_JOBS)}


schedule("kernel.purge_jobs", "kernel.purge_jobs", at="03:40", zone="Europe/Madrid")


@task("kernel.rebuild_vocabulary", queue="long")
def rebuild_vocabulary(job: Job) -> dict[str, int]:
    """Learns again which words occur, for suggestions."""
    return {"words": search.rebuild_vocabulary()}


schedule("kernel.rebuild_vocabulary", "kernel.rebuild_vocabulary", at="04:10", zone="Europe/Madrid")


@task("kernel.make_copy", queue="long", retries=1, label=gettext_lazy("Copy of everything"))
def make_copy(job: Job, *, by_the_clock: bool = False) -> dict[str, Any]:
    """Copies everything into the folder of copies; by the clock only where the company keeps any."""
    if by_the_clock and not int(Setting.read("backup.keep")):
        return {"made": ""}
    try:
        written = keeping.make(say=lambda what, done, total: job.progress(done, total))
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise GiveUp(_("The disk is full: there is no new copy; the ones there were stay.")) from problem
        raise
    keeping.noted()
    return {"made": written.path.name, "size": written.size, "lost": written.manifest.lost}


schedule("kernel.make_copy", "kernel.make_copy", at="03:10", zone="Europe/Madrid", by_the_clock=True)


@task("kernel.mend_search", queue="long")
def mend_search(job: Job) -> dict[str, int]:
    """Make what a new version searches, and did not before, be found."""
    return {"mended": search.mend()}


schedule("kernel.mend_search", "kernel.mend_search", at="04:00", zone="Europe/Madrid")
