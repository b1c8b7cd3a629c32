"""What the panels of a contact's card, of an opportunity's page, and Hoy read."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from tendero.directory.models import Party
from tendero.directory.queries.card import has
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.pipeline.models import Opportunity, Stage, StageChange

SHOWN: Final = 8


def open_with(party: Party, actor: Actor) -> list[Opportunity]:
    """Open opportunities with a contact, the furthest on first."""
    if not has(party, "opportunities"):
        return []
    found = Opportunity.objects.visible_to(actor).filter(party=party, status="open").select_related("stage")
    return list(found.order_by("-stage__position", "expected_close", "id")[:SHOWN])


def closed_count(party: Party, actor: Actor) -> dict[str, int]:
    """How many deals with a contact were won and lost, `{"won": 2, "lost": 1}`."""
    found = Opportunity.objects.visible_to(actor).filter(party=party).exclude(status="open")
    statuses = list(found.values_list("status", flat=True)[:500]) if has(party, "opportunities") else []
    return {status: statuses.count(status) for status in ("won", "lost")}


def steps_of(opportunity: Opportunity) -> list[StageChange]:
    """The stages it has gone through, the last one first."""
    found = StageChange.objects.filter(opportunity=opportunity).select_related("from_stage", "to_stage", "by")
    return list(found.order_by("-id")[:50])


def open_stages() -> list[Stage]:
    """The columns an open opportunity may stand in."""
    return list(Stage.objects.filter(kind=Stage.Kind.OPEN).order_by("position", "id"))


@compiled
def adrift(actor: Actor, everyone: bool, most: int) -> QuerySet[Opportunity]:
    """Open opportunities without next step, one's own or all one sees; those standing longest first."""
    found: QuerySet[Opportunity] = Opportunity.objects.visible_to(actor).filter(status="open", next_on=None)
    if not everyone:
        found = found.filter(owner=actor.user_id)
    return found.select_related("party", "stage").order_by("touched_at", "id")[:most]
