"""What rhythms show on Hoy and on the card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from tendero.activities import ports
from tendero.activities.models import Activity, Silence, Task
from tendero.directory.models import Party
from tendero.directory.queries.card import has
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.kernel.permissions import hidden_fields, may
from tendero.metrics.models import PartyRhythm
from tendero.metrics.queries.late import first_to_call, rhythm_of
from tendero.records.veil import all_veiled, veiled
from tendero.sales.models import Sale

_ON_TODAY: Final = 8
_TOLD: Final = frozenset({"last_purchase", "next_purchase", "usual_interval", "customer_state"})
"""What the reason tells: without one of them there is none."""


def late_today(actor: Actor, today: dt.date, everyone: bool) -> ports.TodaySection | None:
    """The part of Hoy with the customers to call; None when there are none, or their purchases are hidden."""
    hidden = hidden_fields(actor, Party.record_key)
    if not may(actor, "view", Sale.record_key) or _TOLD & hidden:
        return None
    found = first_to_call(actor, today, everyone, "at_stake" not in hidden, _ON_TODAY + 1)
    if not found:
        return None
    all_veiled([row.party for row in found], actor)
    lines = [_line(row, actor, today, hidden) for row in found[:_ON_TODAY]]
    context = {
        "lines": lines,
        "more": len(found) > _ON_TODAY,
        "may_call": not {"phone", "phones"} & hidden and may(actor, "add", Activity.record_key),
        "may_plan": may(actor, "add", Task.record_key),
        "may_note": may(actor, "add", Activity.record_key),
        "may_quiet": may(actor, "add", Silence.record_key),
    }
    return ports.TodaySection(_("Customers to call"), "metrics/today/late.html", context, len(found))


def rhythm(party: Party, actor: Actor) -> Mapping[str, Any]:
    """How a contact buys, on his card; nothing where it is hidden or he never bought."""
    hidden = hidden_fields(actor, Party.record_key)
    known = not _TOLD & hidden and has(party, "rhythm")
    row = next(iter(rhythm_of(party=party.pk)), None) if known else None
    if row is None:
        return {"party": party, "row": None}
    row.party = party
    payment = None if "usual_payment" in hidden else row.payment
    return _line(row, actor, clock.today(actor.time_zone), hidden) | {"party": party, "payment": payment}


def _line(row: PartyRhythm, actor: Actor, today: dt.date, hidden: frozenset[str]) -> dict[str, Any]:
    """A rhythm as it is told: the reason in words, the days, what is at stake where he may know it."""
    shows = "usual_product" not in hidden and may(actor, "view", "catalog.Product")
    return {
        "row": row,
        "party": veiled(row.party, actor),
        "product": row.product if shows else None,
        "reason": reason(row, today, product=row.product.name if row.product and shows else ""),
        "late": max(0, (today - row.expected_on).days) if row.expected_on else 0,
        "stake": None if "at_stake" in hidden or not row.stake else Money(row.stake, row.currency),
    }


def reason(row: PartyRhythm, today: dt.date, *, product: str = "") -> str:
    """«Compra café en grano cada 26 días; lleva 41»."""
    since = (today - row.last_on).days
    if row.interval is None:
        return _("Bought %(days)s days ago") % {"days": since}
    told = {"product": product, "interval": row.interval, "days": since}
    if product:
        return _("Buys %(product)s every %(interval)s days; it has been %(days)s") % told
    return _("Buys every %(interval)s days; it has been %(days)s") % told
