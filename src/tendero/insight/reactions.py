"""How the sums follow the sales."""

from __future__ import annotations

from tendero.insight import actions
from tendero.kernel.events import on
from tendero.sales.events import SalesWritten


@on(SalesWritten)
def keep_sums(event: SalesWritten) -> None:
    """What these days and customers come to, anew in the same transaction."""
    actions.keep_in_step(event.parties, event.days)
