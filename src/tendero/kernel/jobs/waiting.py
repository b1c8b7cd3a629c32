"""For commands that ask for a job and wait for its end, with or without a worker beside them."""

from __future__ import annotations

import time

from tendero.kernel.jobs import queue, registry
from tendero.kernel.jobs.running import run
from tendero.kernel.jobs.worker import Heart
from tendero.kernel.models.jobs import Job


def finish_here(job: Job, name: str) -> Job:
    """Do the job in this process, or wait for the worker that was quicker; returns it when it is over."""
    registry.discover()
    heart = Heart()
    heart.start()
    try:
        while not job.over:
            if queue.take(job, name):
                heart.hold(job)
                run(job)
                heart.hold(None)
            else:
                time.sleep(0.2)
            job.refresh_from_db()
    finally:
        heart.end()
    return job
