"""Whose purchases a change set has touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tendero.kernel import changes
from tendero.kernel.events import publish
from tendero.kernel.models import Change
from tendero.sales.events import SalesWritten
from tendero.sales.models.sale import Sale


def tell_of_sales(ids: Sequence[int]) -> None:
    """Publish SalesWritten for whoever these sales belong to, and did before this change set. At most two queries."""
    found = Sale.everything.filter(pk__in=ids, party__isnull=False).order_by("party")
    tell_of_buyers({*found.values_list("party", flat=True), *_before(ids)})


def tell_of_buyers(parties: Iterable[int]) -> None:
    """Publish it for these contacts, where there are any."""
    if told := tuple(sorted(set(parties))):
        publish(SalesWritten(parties=told))


def _before(ids: Sequence[int]) -> list[int]:
    """To whom this change set took them from: the journal knows."""
    opened = changes.require_current()
    written = Change.objects.filter(
        change_set=opened.saved(), record_key=Sale.record_key, record_id__in=ids, field="party", before__isnull=False
    )
    return [int(before) for before in written.values_list("before", flat=True) if before is not None]
