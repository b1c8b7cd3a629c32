"""Imports: what file, how it is read, where each column goes, what became of each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.refs import new_ref

ALSO_MADE = "also_made"
"""Not what became of a row: a record that the import made because rows name it, such as an employer."""
OUTCOMES = ("created", "updated", "unchanged", "repeated", "skipped", "failed")


def outcome_name(outcome: str) -> str:
    """What became of a row, in one word."""
    return {
        "created": pgettext("rows of a file", "created"),
        "updated": pgettext("rows of a file", "updated"),
        "unchanged": pgettext("rows of a file", "unchanged"),
        "repeated": pgettext("rows of a file", "repeated"),
        "skipped": pgettext("rows of a file", "left out"),
        "failed": pgettext("rows of a file", "failed"),
        ALSO_MADE: pgettext("rows of a file", "made on the way"),
    }[outcome]


class ImportTemplate(models.Model):
    """A mapping worth keeping: the next file with these titles finds its columns mapped."""

    ref = models.CharField(max_length=20, unique=True, default=new_ref, editable=False)
    record_key = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=80)
    titles = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    owner_id = models.BigIntegerField(null=True, blank=True)
    created = models.DateTimeField(default=clock.now)
    used = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-used"]
        constraints = [models.UniqueConstraint(fields=["record_key", "name"], name="importtemplate_name")]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One file on its way into one kind of record.

    `reading`, `mapping` and `options` are the plain values of `exchange.reading.Reading` and `exchange.plan.Plan`;
    `staged` those of `exchange.reading.Staged`; `counts` has one number for each outcome; `also_made` says how many
    records more were made on the way, `tally` what its session made or added up besides; `foreseen` what the last dry
    run told. Its change sets carry `ref` as their batch.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")
        REVERTING = "reverting", _("Being undone")
        REVERTED = "reverted", _("Undone")
        RESTORING = "restoring", _("Being brought back")

    ref = models.CharField(max_length=20, unique=True, default=new_ref, editable=False)
    record_key = models.CharField(max_length=100)
    user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    user_name = models.CharField(max_length=150, blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    choices = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    staged = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    foreseen = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    also_made = models.PositiveIntegerField(default=0)
    tally = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True, default="")
    job = models.ForeignKey("kernel.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revert_report = models.JSONField(default=dict)
    undone = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(default=clock.now)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["record_key", "-id"], name="import_record")]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def visible(cls, record_key: str, actor: Actor) -> models.QuerySet[Import]:
        """One's own imports of this kind; whoever may delete any record of the kind sees everybody's."""
        found = cls.objects.filter(record_key=record_key)
        if permissions.scope(actor, "delete", record_key) == "all":
            return found
        return found.filter(user_id=actor.user_id) if actor.user_id else found.none()

    @property
    def editable(self) -> bool:
        """Whether its reading and mapping may still change."""
        return self.state == self.State.DRAFT

    @property
    def rows(self) -> int:
        """Rows with data that the file holds."""
        return int(self.staged.get("rows", 0))

    def add_counts(self, counts: dict[str, int]) -> None:
        """Add a chunk's outcomes; the caller saves."""
        self.counts = {name: self.counts.get(name, 0) + counts.get(name, 0) for name in OUTCOMES}

    def add_tally(self, tally: Mapping[str, int]) -> None:
        """Add what a chunk made and added up besides; the caller saves."""
        self.tally = {name: self.tally.get(name, 0) + tally.get(name, 0) for name in {**self.tally, **tally}}


class ImportDoubt(models.Model):
    """A question that the last dry run asks: is this row the record `other_id`, or the earlier row `other_number`?

    Its answer is in `ImportAnswer`, where the next import finds it too; `answer` repeats it for the screen.
    """

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="doubts", db_index=False)
    number = models.PositiveIntegerField()
    mark = models.BigIntegerField()
    other_id = models.BigIntegerField(default=0)
    other_number = models.PositiveIntegerField(default=0)
    other_mark = models.BigIntegerField(default=0)
    likeness = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=4, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="importdoubt_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.answer or '?'}"


class ImportAnswer(models.Model):
    """What somebody said of a row's content: the same as, or another than, a record or another row's content.

    Kept across imports: `mark` and `other_mark` are digests of what the rows say. `became_id` is the record into which
    the other row went.
    """

    class Told(models.TextChoices):
        SAME = "same", _("It is the same")
        TWO = "two", _("They are two")

    record_key = models.CharField(max_length=100)
    mark = models.BigIntegerField()
    other_id = models.BigIntegerField(default=0)
    other_mark = models.BigIntegerField(default=0)
    became_id = models.BigIntegerField(default=0)
    answer = models.CharField(max_length=4, choices=Told.choices)
    user_id = models.BigIntegerField(null=True, blank=True)
    created = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_key", "mark", "other_id", "other_mark"], name="importanswer_once")
        ]
        indexes = [models.Index(fields=["record_key", "other_mark"], name="importanswer_other")]

    def __str__(self) -> str:
        return f"{self.mark} {self.answer}"


class ImportRow(models.Model):
    """What became of one row of the file. `number` is the row a spreadsheet program shows."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9)
    record_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="importrow_once")]
        indexes = [
            models.Index(fields=["batch", "outcome", "number"], name="importrow_outcome"),
            models.Index(fields=["batch", "record_id"], name="importrow_record"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"

    def values(self) -> dict[str, Any]:
        """Plain values for pages and files."""
        return {"number": self.number, "outcome": self.outcome, "reason": self.reason}
