"""The kernel's own background work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tendero.kernel import events, search
from tendero.kernel.jobs import Job, queue, schedule, task

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


@task("kernel.mend_search", queue="long")
def mend_search(job: Job) -> dict[str, int]:
    """Make what a new version searches, and did not before, be found."""
    return {"mended": search.mend()}


schedule("kernel.mend_search", "kernel.mend_search", at="04:00", zone="Europe/Madrid")
