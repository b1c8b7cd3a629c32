"""What runs by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel.jobs import Job, schedule, task
from tendero.metrics import actions


@task("metrics.turn_the_day", queue="long", label=_("Purchase rhythms of the day"))
def turn_the_day(job: Job) -> dict[str, int]:
    """Who is late, or dormant, from today on."""
    return {"contacts": actions.turn_the_day(clock.today())}


schedule("metrics.turn_the_day", "metrics.turn_the_day", at="00:20", zone="Europe/Madrid")
