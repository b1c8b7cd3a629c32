"""The worker: claims jobs one at a time and keeps their lease alive until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from django.db import Error, close_old_connections, connection, connections

from tendero.kernel.jobs import queue, registry, timetable
from tendero.kernel.jobs.running import run as run_job
from tendero.kernel.models.jobs import Job

log = logging.getLogger("tendero.jobs")

QUICKEST, SLOWEST = 0.05, 1.0
"""Seconds between two looks at the queue: after work, and when nothing has come for a while."""
HOUSEKEEPING = 1.0
"""Seconds between two looks for expired leases and for turns of the clock."""


def run(queue_name: str | None = None, stop: threading.Event | None = None) -> None:
    """Works until `stop` is set. A job that is running then ends, or gives itself back at its next chunk."""
    stop = stop or threading.Event()
    name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident() & 0xFFFF:x}"
    registry.discover()
    heart = Heart()
    heart.start()
    try:
        _prepared(stop)
        _loop(queue_name, name, stop, heart)
    finally:
        heart.end()
        connection.close()


def run_until_signalled(queue_name: str | None = None) -> None:
    """`run` for a process of its own: SIGTERM and SIGINT let the current chunk end, then it leaves."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(queue_name, stop)


class Heart(threading.Thread):
    """Prolongs the current job's lease on a connection of its own, so that a busy task need not think of it."""

    def __init__(self) -> None:
        super().__init__(name="job-heartbeat", daemon=True)
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._ended = False

    def hold(self, job: Job | None) -> None:
        """From now on this job; None between jobs."""
        with self._changed:
            self._job = job
            self._changed.notify()

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()
        self.join(timeout=5)

    def run(self) -> None:
        try:
            while not self._ended:
                job = self._next()
                if job is not None:
                    self._beat(job)
        finally:
            connections.close_all()

    def _next(self) -> Job | None:
        """Waits a third of the lease; the job that is still held then, None if none, another one, or the end."""
        with self._changed:
            held = self._job
            wait = registry.get(held.task).lease / 3 if held and _known(held) else None
            self._changed.wait_for(lambda: self._ended or self._job is not held, timeout=wait)
            return held if self._job is held and not self._ended else None

    def _beat(self, job: Job) -> None:
        try:
            if not queue.renew(job):
                job.control.lost = True
        except Error as problem:  # busy or gone: the lease outlives two missed beats, the next one may succeed
            log.warning("heartbeat failed: %s %s", job.ref, type(problem).__name__)
            connection.close()


def _known(job: Job) -> bool:
    return any(task.name == job.task for task in registry.tasks())


def _prepared(stop: threading.Event) -> None:
    """Waits for the database and writes the timetable."""
    while not stop.is_set() and not _attempted(timetable.sync):
        stop.wait(SLOWEST)


def _loop(queue_name: str | None, name: str, stop: threading.Event, heart: Heart) -> None:
    pause, housekeeping = QUICKEST, 0.0
    while not stop.is_set():
        if time.monotonic() - housekeeping >= HOUSEKEEPING:
            _attempted(_keep_house)
            housekeeping = time.monotonic()
        if _attempted(lambda: _work(queue_name, name, stop, heart)):
            pause = QUICKEST
            continue
        stop.wait(pause)
        pause = min(SLOWEST, pause * 1.5)


def _keep_house() -> bool:
    queue.reap()
    timetable.run_turns()
    return True


def _work(queue_name: str | None, name: str, stop: threading.Event, heart: Heart) -> bool:
    """Takes and runs one job; False if there was none."""
    close_old_connections()
    job = queue.claim(queue_name, name)
    if job is None:
        return False
    heart.hold(job)
    try:
        run_job(job, stop.is_set)
    finally:
        heart.hold(None)
    return True


def _attempted(work: Callable[[], object]) -> bool:
    """Whether `work` answered something true; a database that is away is no reason to die."""
    try:
        answer = work()
        return answer is None or bool(answer)
    except Error as problem:
        log.warning("the database does not answer: %s", type(problem).__name__)
        connection.close()
        return False
