"""The computed side of an opportunity: its next step and its last movement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from tendero.activities.models import Activity, Task, in_order
from tendero.pipeline.models.opportunity import Opportunity

_CHUNK: Final = 2_000


def refresh_pace(ids: Sequence[int]) -> None:
    """Bring `next_*` and `touched_at` of these opportunities in step: one statement per 2,000.

    Runs while a change set closes, where the write lock is open: these columns follow from rows journaled already.
    """
    for start in range(0, len(ids), _CHUNK):
        Opportunity.everything.filter(pk__in=ids[start : start + _CHUNK]).update(**_columns())


def _columns() -> dict[str, Any]:
    about = {"subject_type": Opportunity.record_key, "subject_id": OuterRef("pk")}
    planned = in_order(Task.objects.filter(done_at__isnull=True, **about))
    happened = Activity.objects.filter(**about).order_by("-at").values("at")[:1]
    return {
        "next_on": Subquery(planned.values("due_on")[:1]),
        "next_time": Subquery(planned.values("due_time")[:1]),
        "next_title": Coalesce(Subquery(planned.values("title")[:1]), models.Value("")),
        "next_kind": Coalesce(Subquery(planned.values("kind")[:1]), models.Value("")),
        "next_task_id": Subquery(planned.values("pk")[:1]),
        "touched_at": Greatest(models.F("moved_at"), Coalesce(Subquery(happened), models.F("moved_at"))),
    }
