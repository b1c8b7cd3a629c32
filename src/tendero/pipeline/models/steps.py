"""The history of stages, kept in step with the stage itself however it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from tendero.kernel import changes
from tendero.kernel.events import publish
from tendero.pipeline.events import OpportunitiesMoved, Step
from tendero.pipeline.models.opportunity import Opportunity, StageChange


def record_steps(ids: Sequence[int]) -> None:
    """Write a StageChange for each opportunity that is no longer where its last one left it, and tell of it.

    An undo takes the step back instead of adding one. Two reads and at most two writes, whatever the number.
    """
    moved = _strayed(ids)
    opened = changes.current()
    if not moved or opened is None:
        return
    if opened.reverts_id is not None:
        moved = _without_taken_back(moved)
    StageChange.objects.bulk_create(
        StageChange(
            opportunity_id=row.pk,
            from_stage_id=row.was,
            to_stage_id=row.stage_id,
            by_id=opened.actor.user_id,
            at=row.moved_at,
        )
        for row in moved
    )
    steps = tuple(Step(row.pk, row.party_id, row.was, row.stage_id) for row in moved)
    if steps and opened.reverts_id is None:
        publish(OpportunitiesMoved(steps=steps))


def _strayed(ids: Sequence[int]) -> list[Any]:
    last = StageChange.objects.filter(opportunity=OuterRef("pk")).order_by("-id").values("to_stage")[:1]
    rows = Opportunity.everything.filter(pk__in=ids).annotate(was=Subquery(last))
    return [row for row in rows.only("pk", "party_id", "stage_id", "moved_at") if row.was != row.stage_id]


def _without_taken_back(moved: Iterable[Any]) -> list[Any]:
    """Drop the last step of those that an undo returned to where that step began; give back the others."""
    rows = {row.pk: row for row in moved}
    latest: dict[int, StageChange] = {}
    for change in StageChange.objects.filter(opportunity__in=rows).order_by("id"):
        latest[change.opportunity_id] = change
    gone = [c for c in latest.values() if c.from_stage_id == rows[c.opportunity_id].stage_id]
    StageChange.objects.filter(pk__in=[change.pk for change in gone]).delete()
    back = {change.opportunity_id for change in gone}
    return [row for pk, row in rows.items() if pk not in back]
