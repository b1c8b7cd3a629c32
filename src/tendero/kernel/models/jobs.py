"""The rows of the queue: jobs, the lines they write, and what runs by the clock."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel.models.jobs_running import Control, Running
from tendero.kernel.refs import new_ref


class Job(Running, models.Model):
    """One thing to do in the background. The row is written in the transaction of whoever asked for it."""

    class State(models.TextChoices):
        READY = "ready", _("Waiting")
        RUNNING = "running", _("Running")
        SUCCESSFUL = "successful", _("Finished")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Queue(models.TextChoices):
        SHORT = "short", _("Short")
        LONG = "long", _("Long")

    ref = models.CharField(max_length=20, unique=True, default=new_ref, editable=False)
    task = models.CharField(max_length=100)
    queue = models.CharField(max_length=10, choices=Queue.choices, default=Queue.SHORT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=200, null=True, blank=True)
    party_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    user_id = models.BigIntegerField(null=True, blank=True)
    user_name = models.CharField(max_length=200, blank=True)
    actor_values = models.JSONField(null=True, blank=True)

    queued = models.DateTimeField(default=clock.now)
    run_at = models.DateTimeField(default=clock.now)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    attempts_allowed = models.PositiveIntegerField(default=6)

    fence = models.BigIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.DateTimeField(null=True, blank=True)

    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    checkpoint = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    result = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "key"], name="kernel_job_key")]
        indexes = [
            models.Index(fields=["queue", "run_at", "id"], name="kernel_job_due", condition=models.Q(state="ready")),
            models.Index(fields=["lease_until"], name="kernel_job_lease", condition=models.Q(state="running")),
            models.Index(fields=["user_id", "id"], name="kernel_job_user"),
            models.Index(fields=["finished"], name="kernel_job_finished"),
        ]

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.control = Control()

    def __str__(self) -> str:
        return f"{self.task} {self.ref}"

    @property
    def over(self) -> bool:
        """Whether nothing will happen to it any more."""
        return self.state in (self.State.SUCCESSFUL, self.State.FAILED, self.State.CANCELLED)

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; None while the total is unknown."""
        if self.state == self.State.SUCCESSFUL:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None


class JobLine(models.Model):
    """A line of what happened, for the person who started the job."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    at = models.DateTimeField(default=clock.now)
    level = models.CharField(max_length=10, default="info")
    text = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]


class Schedule(models.Model):
    """What runs by the clock. Declared in code (`jobs.schedule`); the row only remembers when the next turn is."""

    name = models.CharField(max_length=100, unique=True)
    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    every = models.PositiveIntegerField(null=True, blank=True, help_text=_("Seconds between two turns"))
    at = models.CharField(max_length=5, blank=True, help_text=_("Time of day, hh:mm"))
    zone = models.CharField(max_length=64, default="UTC")
    next_run = models.DateTimeField(db_index=True)
    last_run = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
