"""Work in the background: a queue in the database itself, so that asking for work and its reason commit together.

    @task("directory.recount", queue="long")
    def recount(job: Job, *, party_id: int) -> dict[str, int]: ...

    enqueue("directory.recount", by=actor, party_id=party.pk)

Delivery is at least once: a worker may die after the work and before saying so. A task is therefore idempotent, or does
its work in `job.chunk()`, whose checkpoint commits together with it.
"""

from tendero.kernel.jobs.queue import cancel, enqueue
from tendero.kernel.jobs.registry import Task, discover, schedule, task
from tendero.kernel.jobs.running import answer_actors, run_due
from tendero.kernel.models.jobs import Job
from tendero.kernel.models.jobs_running import Cancelled, Chunk, GiveUp, JobInterrupted, LeaseLost, RetryLater

__all__ = [
    "Cancelled",
    "Chunk",
    "GiveUp",
    "Job",
    "JobInterrupted",
    "LeaseLost",
    "RetryLater",
    "Task",
    "answer_actors",
    "cancel",
    "discover",
    "enqueue",
    "run_due",
    "schedule",
    "task",
]
