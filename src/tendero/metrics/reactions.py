"""How rhythms follow the sales, and what they put on Hoy."""

from __future__ import annotations

from tendero.activities import ports
from tendero.kernel.events import on
from tendero.metrics import actions
from tendero.metrics.panels import late_today
from tendero.sales.events import SalesWritten

ports.add_today_section("metrics.late", late_today, position=5)


@on(SalesWritten)
def recompute_rhythms(event: SalesWritten) -> None:
    """Whoever bought, or no longer did, has his rhythm anew in the same transaction."""
    actions.recompute(event.parties)
