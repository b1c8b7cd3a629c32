"""How rhythms follow the sales, and what they put on Hoy."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from tendero.activities import ports
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.events import on
from tendero.metrics import actions
from tendero.metrics.panels import late_today
from tendero.records import ports as records
from tendero.sales.events import SalesWritten
from tendero.sales.models import Sale


def _after_sales(key: str, actor: Actor) -> records.NextStep | None:
    """Whoever has just brought sales looks on Hoy whom to call, if there is anybody."""
    if key != Sale.record_key or not late_today(actor, clock.today(actor.time_zone), False):
        return None
    return records.NextStep(_("See whom to call"), reverse("activities:today"))


ports.add_today_section("metrics.late", late_today, position=5)
records.add_next_step(_after_sales)


@on(SalesWritten)
def recompute_rhythms(event: SalesWritten) -> None:
    """Whoever bought, or no longer did, has his rhythm anew in the same transaction."""
    actions.recompute(event.parties)
