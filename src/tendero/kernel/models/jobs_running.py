"""What a task may do with the job it is running: report, look for a cancel request, commit a checkpoint.

The row itself is `tendero.kernel.models.jobs.Job`, which inherits this. Every write carries the fence: the number that
the claim gave this worker. A worker that lost its lease holds an old number, so none of its writes find the row any
more and its open chunk is rolled back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from tendero.kernel import clock
from tendero.kernel.actor import Actor

if TYPE_CHECKING:
    from tendero.kernel.models.jobs import Job

REPORT_EVERY = 0.5
"""Seconds between two written progress reports, and between two looks for a cancel request."""


class JobInterrupted(Exception):
    """The worker was asked to stop: the job goes back to the queue and continues from its checkpoint."""


class Cancelled(Exception):
    """Somebody asked for this job to stop."""


class LeaseLost(Exception):
    """Another worker has this job now: nothing that this one still does may count."""


class GiveUp(Exception):
    """Raised by a task: failed for good, trying again would not help. The message is shown to who started it."""


class RetryLater(Exception):
    """Raised by a task: try again after `seconds`, whatever the usual wait would be."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason or "retry later")
        self.seconds = seconds


def _never() -> bool:
    return False


@dataclass
class Control:
    """What the worker lends to the job while it runs; nothing of it is stored."""

    stopping: Callable[[], bool] = _never
    fresh_actor: Callable[[Actor], Actor | None] | None = None
    lease: int = 60
    patient: bool = True
    lost: bool = False
    looked: float = 0.0
    reported: float = 0.0
    cancel_seen: bool = False
    pending: dict[str, Any] = field(default_factory=dict)

    def due(self, last: float) -> bool:
        """Whether the throttle allows another look or report now (always, for a drained queue in tests)."""
        return not self.patient or time.monotonic() - last >= REPORT_EVERY


@dataclass
class Chunk:
    """An open chunk; change these before it closes and they are committed together with the work."""

    state: dict[str, Any]
    done: int | None = None
    total: int | None = None
    note: str | None = None


class Running:
    """The running face of a job. See the module's own words for the fence."""

    control: Control

    # -- reading --------------------------------------------------------------------------------------------------
    @property
    def actor(self) -> Actor:
        """On whose behalf the job runs; the system itself when nobody asked for it."""
        row = self._row
        return Actor(**row.actor_values) if row.actor_values else Actor.system("job")

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop. Looks at the row at most every half second."""
        if not self.control.cancel_seen and self.control.due(self.control.looked):
            self._look()
        return self.control.cancel_seen

    def proceed(self) -> None:
        """Raises `Cancelled`, `LeaseLost` or `JobInterrupted` if the task has no business going on."""
        if self.control.lost:
            raise LeaseLost(self._row.ref)
        if self.cancelled:
            raise Cancelled(self._row.ref)
        if self.control.stopping():
            raise JobInterrupted(self._row.ref)

    # -- writing --------------------------------------------------------------------------------------------------
    def progress(self, done: int, total: int | None = None, note: str | None = None) -> None:
        """Reports how far the work is; written at most twice a second, the last one when the job ends."""
        row, pending = self._row, self.control.pending
        pending.update({"done": done} | _given(total=total, note=note))
        for name, value in pending.items():
            setattr(row, name, value)
        inside = connections[self._using].in_atomic_block and self.control.patient
        if not inside and self.control.due(self.control.reported):
            self._write(**pending)
            pending.clear()
            self.control.reported = time.monotonic()

    def log(self, text: str, level: str = "info") -> None:
        """Adds a line to what the person who started the job reads afterwards."""
        from tendero.kernel.models.jobs import JobLine

        JobLine.objects.using(self._using).create(job_id=self._row.pk, level=level, text=text[:2000])

    @contextmanager
    def chunk(
        self,
        state: dict[str, Any] | None = None,
        *,
        done: int | None = None,
        total: int | None = None,
        note: str | None = None,
    ) -> Iterator[Chunk]:
        """One piece of the work and its checkpoint, committed together or not at all.

        `state` is what a later attempt finds in `job.checkpoint`; the yielded `Chunk` may still change it. Raises
        `Cancelled` or `JobInterrupted` before the piece begins, `LeaseLost` (and rolls the piece back) if another
        worker took the job meanwhile. A committed piece is progress: it gives the job all its attempts back.
        """
        self._look()
        self.proceed()
        piece = Chunk(dict(self._row.checkpoint if state is None else state), done, total, note)
        with transaction.atomic(using=self._using):
            yield piece
            values = self.control.pending | _given(done=piece.done, total=piece.total, note=piece.note)
            self._write(checkpoint=piece.state, attempt=1, lease_until=self._lease_end(), **values)
        self.control.pending.clear()
        self._row.checkpoint = piece.state

    # -- inside ---------------------------------------------------------------------------------------------------
    @property
    def _row(self) -> Job:
        from tendero.kernel.models.jobs import Job

        assert isinstance(self, Job)
        return self

    @property
    def _using(self) -> str:
        return self._row._state.db or "default"

    def _lease_end(self) -> Any:
        return clock.now() + timedelta(seconds=self.control.lease)

    def _look(self) -> None:
        """Reads the fence and the cancel request, and asks again who the actor is today."""
        row = self._row
        found = type(row).objects.using(self._using).filter(pk=row.pk).values_list("fence", "state", "cancel_asked")
        fence, state, asked = found.first() or (None, None, None)
        self.control.lost = fence != row.fence or state != row.State.RUNNING
        self.control.cancel_seen = asked is not None or self._dismissed()
        self.control.looked = time.monotonic()

    def _dismissed(self) -> bool:
        """Whether the person for whom it runs may no longer act at all."""
        source = self.control.fresh_actor
        return bool(self._row.actor_values) and source is not None and source(self.actor) is None

    def _write(self, **values: Any) -> None:
        """Writes to the row under the fence; raises `LeaseLost` when it is not ours any more."""
        row = self._row
        mine = type(row).objects.using(self._using).filter(pk=row.pk, fence=row.fence, state=row.State.RUNNING)
        if not mine.update(**values):
            self.control.lost = True
            raise LeaseLost(row.ref)
        for name, value in values.items():
            setattr(row, name, value)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
