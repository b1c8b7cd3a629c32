"""Putting work into the queue, taking it out, giving it back. Every change of state is conditional on the fence."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Q, QuerySet

from tendero.kernel import clock, db
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import registry
from tendero.kernel.models.jobs import Job
from tendero.kernel.models.settings import Setting

LONGEST_WAIT = 3600.0
"""Seconds: no retry waits longer."""


def enqueue(
    name: str,
    *,
    by: Actor | None = None,
    party_id: int | None = None,
    run_at: datetime | None = None,
    key: str | None = None,
    queue: registry.Queue | None = None,
    **arguments: Any,
) -> Job:
    """Writes a job row in the caller's transaction and returns it; it runs once that transaction has committed.

    `arguments` must be plain JSON values (references, not objects). With a `key`, the same task and key give the row
    that is already there, whatever its state. Raises `UnknownTask`.
    """
    known = registry.get(name)
    job = Job(
        task=name,
        queue=queue or known.queue,
        arguments=arguments,
        key=key,
        party_id=party_id,
        user_id=by.user_id if by else None,
        user_name=by.name if by else "",
        actor_values=asdict(by) if by else None,
        run_at=run_at or clock.now(),
        attempts_allowed=known.retries + 1,
    )
    if key is None:
        job.save(force_insert=True)
        return job
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.get(task=name, key=key)


def claim(queue: str | None, worker: str) -> Job | None:
    """Takes the oldest due job for `worker`, with a new fence; None if nothing is due."""
    if not _due(queue).exists():  # a plain read first: an idle worker never takes SQLite's one write lock
        return None
    with transaction.atomic():
        found = db.engine().skip_locked(_due(queue)).order_by("run_at", "id").first()
        if found is None:
            return None
        lease = timedelta(seconds=_lease(found.task))
        now = clock.now()
        taken = Job.objects.filter(pk=found.pk, state=Job.State.READY, fence=found.fence).update(
            state=Job.State.RUNNING,
            fence=F("fence") + 1,
            attempt=F("attempt") + 1,
            worker=worker,
            started=found.started or now,
            lease_until=now + lease,
        )
        if not taken:
            return None
        found.refresh_from_db()
        return found


def take(job: Job, worker: str) -> bool:
    """Claim this very job for a command that waits for it; False if a worker was quicker."""
    now = clock.now()
    taken = Job.objects.filter(pk=job.pk, state=Job.State.READY).update(
        state=Job.State.RUNNING,
        fence=F("fence") + 1,
        attempt=F("attempt") + 1,
        worker=worker,
        started=now,
        lease_until=now + timedelta(seconds=_lease(job.task)),
    )
    job.refresh_from_db()
    return bool(taken)


def renew(job: Job) -> bool:
    """Prolongs the lease; False if the job is not this worker's any more."""
    until = clock.now() + timedelta(seconds=_lease(job.task))
    return bool(_mine(job).update(lease_until=until))


def finish(job: Job, state: str, **values: Any) -> bool:
    """Ends the job in `state`; False if another worker has it."""
    return _settle(job, state=state, finished=clock.now(), **values)


def put_back(job: Job, wait: float, *, count: bool, **values: Any) -> bool:
    """Back to the queue for `wait` seconds from now; `count` False gives the attempt back."""
    attempt = job.attempt if count else max(0, job.attempt - 1)
    run_at = clock.now() + timedelta(seconds=wait)
    return _settle(job, state=Job.State.READY, run_at=run_at, attempt=attempt, **values)


def backoff(attempt: int) -> float:
    """Seconds to wait after that many attempts: 2, 4, 8... up to an hour, each by a chance factor of 0.5 to 1.5."""
    return min(LONGEST_WAIT, 2.0 ** min(attempt, 20)) * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, no secret


def reap() -> int:
    """Frees the jobs whose worker went silent; how many. One that used up its attempts fails for good."""
    expired = list(Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=clock.now())[:100])
    return sum(_free(job) for job in expired)


def cancel(refs: Sequence[str] | str) -> int:
    """Asks jobs to stop: a waiting one is over at once, a running one stops at its next chunk. How many."""
    wanted = [refs] if isinstance(refs, str) else list(refs)
    now = clock.now()
    jobs = Job.objects.filter(ref__in=wanted)
    waiting = jobs.filter(state=Job.State.READY).update(
        state=Job.State.CANCELLED, cancel_asked=now, finished=now, fence=F("fence") + 1
    )
    return waiting + jobs.filter(state=Job.State.RUNNING, cancel_asked=None).update(cancel_asked=now)


def purge(older_than: timedelta) -> int:
    """Forgets the jobs that ended longer ago than that, with their lines; how many jobs."""
    ended = Job.objects.filter(finished__lt=clock.now() - older_than).values_list("pk", flat=True)
    old = list(ended[:5000])
    Job.objects.filter(pk__in=old).delete()
    return len(old)


def _due(queue: str | None) -> QuerySet[Job]:
    jobs = Job.objects.filter(state=Job.State.READY, run_at__lte=clock.now())
    if sending := registry.sending():
        held = Setting.objects.filter(name="mail.held", value=True)
        jobs = jobs.exclude(Q(task__in=sending) & Exists(held))
    return jobs.filter(queue=queue) if queue else jobs


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, fence=job.fence, state=Job.State.RUNNING)


def _settle(job: Job, **values: Any) -> bool:
    values = job.control.pending | values | {"lease_until": None, "worker": ""}
    return bool(_mine(job).update(**values))


def _free(job: Job) -> bool:
    """One expired job: back to the queue, or failed if it already killed its workers too often."""
    if job.attempt >= job.attempts_allowed:
        return finish(job, Job.State.FAILED, error="The worker stopped answering.")
    return put_back(job, 0, count=True)


def _lease(name: str) -> int:
    try:
        return registry.get(name).lease
    except registry.UnknownTask:
        return 60
