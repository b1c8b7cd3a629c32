"""What runs by the clock, and when asked."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tendero.insight import actions
from tendero.insight.queries.health import drifted
from tendero.kernel import clock
from tendero.kernel.jobs import Job, schedule, task
from tendero.sales.models import Sale


@task("insight.turn_the_day", queue="long", label=_("Sums of the sales, compared"))
def turn_the_day(job: Job) -> dict[str, int]:
    """The twelve months of this month; whatever an import that died has left, and what differs from the sales."""
    actions.roll(clock.today())
    fresh = Sale.everything.filter(changed__gte=clock.now() - dt.timedelta(days=2)).order_by()
    parties = set(fresh.filter(party__isnull=False).values_list("party", flat=True).distinct())
    mended = actions.keep_in_step(parties, fresh.values_list("on", flat=True).distinct())
    wrong = drifted()
    if wrong:
        actions.rebuild()
    return {"sums": mended + wrong}


@task("insight.rebuild", queue="long", label=_("Sums of the sales, anew"))
def rebuild(job: Job) -> dict[str, int]:
    """All sums worked out anew."""
    return {"sums": actions.rebuild()}


schedule("insight.turn_the_day", "insight.turn_the_day", at="00:30", zone="Europe/Madrid")
