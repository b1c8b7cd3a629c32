"""Something to do, by someone, by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tendero.activities.rules import recurrence
from tendero.activities.rules.due import Due, due_on
from tendero.kernel import clock
from tendero.kernel.models import RecordModel
from tendero.kernel.models.subject import SubjectFields

if TYPE_CHECKING:
    from tendero.kernel.search import SearchEntry


class TaskKind(models.TextChoices):
    """What it asks for."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    EMAIL = "email", _("E-mail")
    OTHER = "other", _("Other")


class TaskPriority(models.IntegerChoices):
    """Ordered: the smaller number comes first among tasks of one day."""

    HIGH = 1, _("High")
    NORMAL = 2, _("Normal")
    LOW = 3, _("Low")


def valid_recurrence(rule: str) -> None:
    """ValidationError unless the text is of our RRULE subset."""
    try:
        recurrence.clean(rule)
    except recurrence.BadRecurrence as error:
        raise ValidationError(_("“%(part)s” is not a way to repeat."), params={"part": str(error)}) from error


class Task(SubjectFields, RecordModel):
    """One thing to do. Open until `done_at`; late, today or planned follow from the day and are never stored."""

    record_key = "activities.Task"
    owner_field = "assignee"
    visible_through = "party"
    searched = Q()

    title = models.CharField(_("task"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=TaskKind.choices, default=TaskKind.OTHER)
    party = models.ForeignKey(
        "directory.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("contact"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for whom"),
    )
    due_on = models.DateField(_("day"), default=clock.today)
    due_time = models.TimeField(_("hour"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=TaskPriority.choices, default=TaskPriority.NORMAL
    )
    repeats = models.CharField(_("repeats"), max_length=120, blank=True, default="", validators=[valid_recurrence])
    note = models.TextField(_("note"), blank=True, default="")
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("done by"),
    )  # fmt: skip
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(
                fields=["assignee", "due_on", "id"],
                name="task_open_mine",
                condition=Q(done_at__isnull=True, binned_at__isnull=True),
            ),
            models.Index(
                fields=["party", "due_on", "id"],
                name="task_open_party",
                condition=Q(done_at__isnull=True, binned_at__isnull=True),
            ),
            models.Index(fields=["due_on", "id"], name="task_due"),
            models.Index("done_by", models.F("done_at").desc(), name="task_done", condition=Q(done_at__isnull=False)),
            models.Index("subject_type", "subject_id", name="task_subject", condition=Q(subject_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    def due(self, today: dt.date) -> Due:
        """Late, today or planned on `today`; a finished task is none of them."""
        return due_on(self.due_on if self.is_open else None, today=today)

    def party_reference(self) -> int | None:
        return self.party_id

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> None:
        """Keep the pulse of the parties, and whoever follows the subjects, in step."""
        from tendero.activities.models.pulse import refresh_around

        refresh_around(cls, ids)

    @classmethod
    def search_entries(cls, ids: Sequence[int]) -> Iterable[SearchEntry]:
        """By title and note; those that are still to be done come first."""
        from tendero.kernel.search import SearchEntry

        rows = cls.objects.filter(pk__in=ids).values_list("pk", "title", "note", "done_at")
        for pk, title, note, done_at in rows:
            yield SearchEntry(cls.record_key, pk, title, parts={"note": note}, weight=int(done_at is None))


def in_order(tasks: models.QuerySet[Task]) -> models.QuerySet[Task]:
    """The order in which open tasks are done: day, then those with an hour, then the weightier."""
    return tasks.order_by("due_on", models.F("due_time").asc(nulls_last=True), "priority", "id")
