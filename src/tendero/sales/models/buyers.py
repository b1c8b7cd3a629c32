"""Whose purchases a change set has touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tendero.kernel.events import publish
from tendero.kernel.journal import led_to_before
from tendero.sales.events import SalesWritten
from tendero.sales.models.sale import Sale


def tell_of_sales(ids: Sequence[int] | QuerySet[Any]) -> None:
    """Publish SalesWritten for whoever these sales belong to, and did before this change set. At most two queries."""
    found = Sale.everything.filter(pk__in=ids, party__isnull=False).order_by("party")
    if told := {*found.values_list("party", flat=True).distinct(), *led_to_before(Sale, ids, "party")}:
        publish(SalesWritten(parties=tuple(sorted(told))))
