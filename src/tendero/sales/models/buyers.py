"""Whose purchases a change set has touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tendero.kernel import changes
from tendero.kernel.events import publish
from tendero.kernel.models import Change
from tendero.sales.events import SalesWritten
from tendero.sales.models.sale import Sale


def tell_of_sales(ids: Sequence[int] | QuerySet[Any]) -> None:
    """Publish SalesWritten for whoever these sales belong to, and did before this change set. At most two queries."""
    found = Sale.everything.filter(pk__in=ids, party__isnull=False).order_by("party")
    if told := {*found.values_list("party", flat=True).distinct(), *_before(ids)}:
        publish(SalesWritten(parties=tuple(sorted(told))))


def _before(ids: Sequence[int] | QuerySet[Any]) -> list[int]:
    """To whom this change set took them from: the journal knows."""
    opened = changes.require_current()
    if opened.row is None:
        return []
    written = Change.objects.filter(
        change_set=opened.row, record_key=Sale.record_key, record_id__in=ids, field="party", before__isnull=False
    )
    return [int(before) for before in written.values_list("before", flat=True) if before is not None]
