"""The API's own background work."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tendero.kernel import clock
from tendero.kernel.jobs import Job, schedule, task
from tendero.records.models import ApiReply

KEPT: Final = timedelta(days=1)


@task("records.forget_replies")
def forget_replies(job: Job) -> dict[str, int]:
    """Forget the stored answers of yesterday's requests (`once`)."""
    return {"forgotten": ApiReply.objects.filter(at__lt=clock.now() - KEPT).delete()[0]}


schedule("records.forget_replies", "records.forget_replies", at="03:50", zone="Europe/Madrid")
