"""Whose purchases a change set has touched, and of which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tendero.kernel import changes
from tendero.kernel.events import publish
from tendero.kernel.models import Change
from tendero.sales.events import SalesWritten
from tendero.sales.models.sale import Sale


def tell_of_sales(ids: Sequence[int] | QuerySet[Any]) -> None:
    """Publish SalesWritten for whoever and whatever day these sales are of, and were before this change set.

    At most three queries.
    """
    parties, days = _before(ids)
    found = Sale.everything.filter(pk__in=ids).order_by()
    parties.update(found.filter(party__isnull=False).values_list("party", flat=True).distinct())
    days.update(found.values_list("on", flat=True).distinct())
    if days:
        publish(SalesWritten(parties=tuple(sorted(parties)), days=tuple(sorted(days))))


def _before(ids: Sequence[int] | QuerySet[Any]) -> tuple[set[int], set[dt.date]]:
    """From whom and from which days this change set took them: the journal knows."""
    parties: set[int] = set()
    days: set[dt.date] = set()
    opened = changes.require_current()
    if opened.row is None:
        return parties, days
    written = Change.objects.filter(
        change_set=opened.row,
        record_key=Sale.record_key,
        record_id__in=ids,
        field__in=["party", "on"],
        before__isnull=False,
    )
    for field, before in written.values_list("field", "before"):
        if before is not None and field == "party":
            parties.add(int(before))
        elif before is not None:
            days.add(dt.date.fromisoformat(before))
    return parties, days
