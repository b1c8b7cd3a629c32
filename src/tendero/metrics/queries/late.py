"""Whom to call: customers whose rhythm has run out, most at stake first."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from tendero.activities.models import PartyPulse
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.metrics.models import PartyRhythm

SPOKEN: Final = dt.timedelta(days=7)
"""Whoever was spoken with so lately is not called again."""
_TOLD: Final = (
    *("party__ref", "party__kind", "party__name", "product__ref", "product__name"),
    *("product_id", "interval", "last_on", "expected_on", "stake", "currency"),
)


@compiled
def rhythm_of(*, party: Any) -> QuerySet[PartyRhythm]:
    """How the contact of this key buys."""
    return PartyRhythm.objects.filter(party=party).select_related("product", "payment")


@compiled
def first_to_call(actor: Actor, today: dt.date, everyone: bool, by_stake: bool, most: int) -> QuerySet[PartyRhythm]:
    """As many of the `late_customers`, the first first."""
    return late_customers(actor, today, everyone=everyone, by_stake=by_stake)[:most]


def late_customers(actor: Actor, today: dt.date, *, everyone: bool, by_stake: bool = True) -> QuerySet[PartyRhythm]:
    """Late and not dormant on `today`, among one's own contacts and nobody's, or all that one sees.

    A shop that has just brought its customers has given none of them to anybody: they are for whoever sees them.
    Most at stake first; for whoever may not know that, the longest overdue. Without those spoken with in the last seven
    days, and those with a task to come: somebody has them in hand. Nor those who are to be left in peace.
    """
    parties = Party.objects.visible_to(actor)
    if not everyone:
        parties = parties.filter(Q(owner=actor.user_id) | Q(owner=None))
    in_hand = PartyPulse.objects.filter(
        Q(last_activity_at__gt=dt.datetime.combine(today - SPOKEN, dt.time(), dt.UTC))
        | Q(next_task_on__gte=today)
        | Q(quiet_until__gte=today)
    )
    late = PartyRhythm.objects.filter(late_from__lte=today, dormant_from__gt=today)
    # Asked of each of the late ones, the first first, until there are enough: never of all contacts.
    mine = late.filter(
        Exists(parties.order_by().filter(pk=OuterRef("party"))), ~Exists(in_hand.filter(party=OuterRef("party")))
    )
    return (
        mine.select_related("party", "product")
        .only(*_TOLD)
        .order_by(*(("-stake", "-party") if by_stake else ("expected_on", "party")))
    )
