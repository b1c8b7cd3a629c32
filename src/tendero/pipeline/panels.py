"""What the pipeline puts on the card of a contact, on an opportunity's page and on Hoy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tendero.activities import ports
from tendero.activities.models import Task
from tendero.activities.queries.card import open_tasks_about
from tendero.activities.queries.timeline import Timeline
from tendero.directory.models import Party
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import allowed, hidden_fields, may
from tendero.pipeline.models import Opportunity
from tendero.pipeline.queries import card
from tendero.records.veil import all_veiled, veiled

_ON_TODAY: Final = 8


def of_party(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Open deals with a contact, and how many ended how."""
    return {
        "party": party,
        "deals": all_veiled(card.open_with(party, actor), actor),
        "closed": card.closed_count(party, actor),
        "may_add": may(actor, "add", Opportunity.record_key),
    }


def stages(deal: Opportunity, actor: Actor) -> Mapping[str, Any]:
    """Where a deal stands among the stages, and how it came there; neither for whom the stage is hidden."""
    unknown = "stage" in hidden_fields(actor, Opportunity.record_key)
    return {
        "deal": veiled(deal, actor),
        "stages": [] if unknown else card.open_stages(),
        "steps": [] if unknown else card.steps_of(deal),
        "may_change": allowed(actor, "change", deal),
    }


def history(deal: Opportunity, actor: Actor) -> Mapping[str, Any]:
    """What was written about a deal, and its milestones."""
    if not deal.party.ref:  # out of sight: what was spoken with it goes with it
        return {"timeline": None}
    return {"party": deal.party, "timeline": Timeline(deal.party, actor, about=deal)}


def tasks(deal: Opportunity, actor: Actor) -> Mapping[str, Any]:
    """Open tasks about a deal."""
    return {
        "deal": deal,
        "party": deal.party,
        "tasks": all_veiled(open_tasks_about(deal, actor), actor),
        "day": clock.today(actor.time_zone),
        "may_add": bool(deal.party.ref) and may(actor, "add", Task.record_key),
    }


def adrift_today(actor: Actor, today: dt.date, everyone: bool) -> ports.TodaySection | None:
    """The part of Hoy with the deals that have no next step; None when there are none."""
    if not may(actor, "view", Opportunity.record_key):
        return None
    found = card.adrift(actor, everyone, _ON_TODAY + 1)
    if not found:
        return None
    context = {"deals": all_veiled(found[:_ON_TODAY], actor), "more": len(found) > _ON_TODAY}
    return ports.TodaySection(_("Without next step"), "pipeline/today/adrift.html", context, len(found))


def open_a_deal(party: Party, actor: Actor) -> ports.FirstStep | None:
    """A step of "what to do first"."""
    if not may(actor, "add", Opportunity.record_key):
        return None
    return ports.FirstStep(
        title=gettext("If they mean it, open an opportunity"),
        text=gettext("A rough amount is enough; the quote can wait."),
        label=gettext("Open it"),
        icon="board",
        url=f"{reverse('records:new', args=['opportunities'])}?quick=1&party={party.ref}",
    )
