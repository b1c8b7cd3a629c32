"""Running one job from its claim to its end, and what its end means."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection, transaction

from tendero.kernel.actor import Actor
from tendero.kernel.jobs import queue, registry
from tendero.kernel.models.jobs import Job
from tendero.kernel.models.jobs_running import (
    Cancelled,
    Control,
    GiveUp,
    JobInterrupted,
    LeaseLost,
    RetryLater,
)

log = logging.getLogger("tendero.jobs")
ActorSource = Callable[[Actor], Actor | None]

_actor_source: ActorSource | None = None


def answer_actors(source: ActorSource) -> None:
    """Port: says who an actor is today (his profile and team may have changed), None once he may not act at all."""
    global _actor_source  # the one port of this module, filled at start-up
    _actor_source = source


def run(job: Job, stopping: Callable[[], bool] | None = None, *, patient: bool = True) -> BaseException | None:
    """Runs a claimed job and settles it; returns what the task raised, if it did.

    Process logs carry the reference, the task and the kind of error, never its words: those may name a customer and
    stay in the row, which erasure reaches.
    """
    try:
        result = _call(job, stopping, patient)
    except Exception as problem:
        _settle_problem(job, problem)
        return problem
    if not queue.finish(job, Job.State.SUCCESSFUL, result=result, error=""):
        log.warning("job lost before its end: %s %s", job.task, job.ref)
    return None


def run_due(queue_name: str | None = None, limit: int = 1000, *, raise_errors: bool = False) -> int:
    """Runs what is due now in this process until nothing is left, and says how many; for tests and commands."""
    count = 0
    while count < limit and (job := queue.claim(queue_name, "drain")):
        count += 1
        problem = run(job, patient=False)
        if problem is not None and raise_errors:
            raise problem
    return count


def _call(job: Job, stopping: Callable[[], bool] | None, patient: bool) -> Any:
    task = registry.get(job.task)
    control = Control(lease=task.lease, patient=patient, fresh_actor=_actor_source)
    control.stopping = stopping or control.stopping
    job.control = control
    job.proceed()
    _refresh_actor(job)
    # Inside a test's transaction a failing statement would poison everything after it: a savepoint keeps it apart.
    guard: AbstractContextManager[Any] = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with guard:
        return task.function(job, **job.arguments)


def _refresh_actor(job: Job) -> None:
    """Today's profile, not the one of the day it was asked for; nobody's work is cancelled."""
    if not job.actor_values or _actor_source is None:
        return
    today = _actor_source(job.actor)
    if today is None:
        raise Cancelled(job.ref)
    from dataclasses import asdict

    job.actor_values = asdict(today)


def _settle_problem(job: Job, problem: Exception) -> None:
    words = f"{type(problem).__name__}: {problem}"[:4000]
    log.warning("job did not end well: %s %s %s", job.task, job.ref, type(problem).__name__)
    match problem:
        case LeaseLost():
            return
        case Cancelled():
            queue.finish(job, Job.State.CANCELLED)
        case JobInterrupted():
            queue.put_back(job, 0, count=False)
        case GiveUp():
            queue.finish(job, Job.State.FAILED, error=str(problem)[:4000])
        case RetryLater() if job.attempt < job.attempts_allowed:
            queue.put_back(job, problem.seconds, count=True, error=words)
        case _ if job.attempt < job.attempts_allowed:
            queue.put_back(job, queue.backoff(job.attempt), count=True, error=words)
        case _:
            queue.finish(job, Job.State.FAILED, error=words)
