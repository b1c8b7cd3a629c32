"""The API's own background work."""

from __future__ import annotations

from tendero.kernel.jobs import Job, schedule, task
from tendero.records.rest import once


@task("records.forget_replies")
def forget_replies(job: Job) -> dict[str, int]:
    """Forget the stored answers of yesterday's requests."""
    return {"forgotten": once.forget_old()}


schedule("records.forget_replies", "records.forget_replies", at="03:50", zone="Europe/Madrid")
