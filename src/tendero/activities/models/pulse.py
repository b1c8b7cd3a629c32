"""How a contact stands today, in one row: last time spoken with, next thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tendero.activities import ports
from tendero.activities.models.activity import CONTACT_KINDS, Activity, ActivityKind
from tendero.activities.models.silence import Silence
from tendero.activities.models.task import Task, TaskKind, in_order
from tendero.kernel.journal import led_to_before
from tendero.kernel.models import PlainRow

_CHUNK: Final = 2_000


class PartyPulse(PlainRow):
    """Computed from activities and tasks in the same transaction that writes them; never journaled.

    Private entries are left out, and so are notes and milestones: nobody spoke with the contact. A contact without
    a row has neither activities nor tasks.
    """

    party = models.OneToOneField(
        "directory.Party", on_delete=models.CASCADE, primary_key=True, related_name="pulse", verbose_name=_("contact")
    )
    last_activity_at = models.DateTimeField(_("last contact"), null=True)
    last_activity_kind = models.CharField(_("last contact by"), max_length=12, choices=ActivityKind.choices, default="")
    next_task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    next_task_on = models.DateField(_("next task"), null=True)
    next_task_time = models.TimeField(_("hour of the next task"), null=True)
    next_task_title = models.CharField(_("what comes next"), max_length=200, default="")
    next_task_kind = models.CharField(_("kind of the next task"), max_length=8, choices=TaskKind.choices, default="")
    open_tasks = models.PositiveIntegerField(_("open tasks"), default=0)
    quiet_until = models.DateField(_("do not disturb until"), null=True)

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        indexes = [
            models.Index(fields=["last_activity_at", "party"], name="pulse_last"),
            models.Index(fields=["next_task_on", "party"], name="pulse_next"),
            models.Index(fields=["quiet_until", "party"], name="pulse_quiet"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}"

    @classmethod
    def refresh(cls, party_ids: Iterable[int]) -> None:
        """Compute the rows of these parties again: two statements per 2,000 parties."""
        ids = sorted(set(party_ids))
        for start in range(0, len(ids), _CHUNK):
            fresh: list[Any] = [cls(**row) for row in _computed(ids[start : start + _CHUNK])]
            cls.objects.bulk_create(
                fresh, update_conflicts=True, unique_fields=["party"], update_fields=_COMPUTED, batch_size=_CHUNK
            )


_COMPUTED: Final = [
    "last_activity_at",
    "last_activity_kind",
    "next_task",
    "next_task_on",
    "next_task_time",
    "next_task_title",
    "next_task_kind",
    "open_tasks",
    "quiet_until",
]


def _computed(ids: Sequence[int]) -> list[dict[str, Any]]:
    party_model: Any = Task._meta.get_field("party").related_model
    spoken = Activity.objects.filter(party=OuterRef("pk"), kind__in=CONTACT_KINDS, private=False).order_by("-at", "-id")
    planned = in_order(Task.objects.filter(party=OuterRef("pk"), done_at__isnull=True))
    how_many = planned.order_by().values("party").annotate(total=Count("pk")).values("total")
    silences = Silence.objects.filter(party=OuterRef("pk")).order_by("-id")
    columns = {
        "last_activity_at": Subquery(spoken.values("at")[:1]),
        "last_activity_kind": Coalesce(Subquery(spoken.values("kind")[:1]), models.Value("")),
        "next_task_id": Subquery(planned.values("pk")[:1]),
        "next_task_on": Subquery(planned.values("due_on")[:1]),
        "next_task_time": Subquery(planned.values("due_time")[:1]),
        "next_task_title": Coalesce(Subquery(planned.values("title")[:1]), models.Value("")),
        "next_task_kind": Coalesce(Subquery(planned.values("kind")[:1]), models.Value("")),
        "open_tasks": Coalesce(Subquery(how_many), 0),
        "quiet_until": Subquery(silences.values("until")[:1]),
    }
    rows = party_model.everything.filter(pk__in=ids).order_by("pk")
    return [{"party_id": row.pop("pk"), **row} for row in rows.values("pk", **columns)]


def refresh_around(model: type[Activity] | type[Task], ids: Sequence[int]) -> None:
    """After rows of `model` changed: the pulses of their parties, then and now, and the followers of their subjects."""
    parties: set[int] = set()
    subjects: dict[str, set[int]] = {}
    rows = model.everything.filter(pk__in=ids).values_list("party_id", "subject_type", "subject_id")
    for party, kind, subject in rows:
        if party is not None:
            parties.add(party)
        if subject is not None:
            subjects.setdefault(kind, set()).add(subject)
    parties.update(led_to_before(model, ids, "party"))
    if model is Task:
        parties.update(PartyPulse.objects.filter(Q(next_task__in=ids)).values_list("party_id", flat=True))
    PartyPulse.refresh(parties)
    for kind, numbers in subjects.items():
        ports.tell_followers(kind, sorted(numbers))
