"""Whose purchases a change set has touched, and of which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet

from tendero.kernel import changes
from tendero.kernel.events import publish
from tendero.kernel.journal import stood_before
from tendero.sales.events import SalesWritten
from tendero.sales.models.sale import Sale

_LATER: Final = "sales.told_later"


def tell_later() -> None:
    """Of the sales that the open change set writes, its writer tells himself: one of many of a long piece of work.

    Each of them would otherwise have the sums of its days worked out anew, and those of the next one again.
    """
    changes.require_current().notes[_LATER] = True


def told_later() -> bool:
    """Whether somebody else tells of what the open change set writes."""
    return _LATER in changes.require_current().notes


def tell_of_sales(ids: Sequence[int] | QuerySet[Any]) -> None:
    """Publish SalesWritten for whoever and whatever day these sales are of, and were before this change set.

    At most three queries.
    """
    before = stood_before(Sale, ids, "party", "on")
    found = Sale.everything.filter(pk__in=ids).order_by()
    parties = {
        *map(int, before["party"]),
        *found.filter(party__isnull=False).values_list("party", flat=True).distinct(),
    }
    days = {*map(dt.date.fromisoformat, before["on"]), *found.values_list("on", flat=True).distinct()}
    if days:
        publish(SalesWritten(parties=tuple(sorted(parties)), days=tuple(sorted(days))))
