"""The step of the first week that this room can tell of."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tendero.access import queries
from tendero.access.ports import WeekStep, add_week_step
from tendero.activities.models import CONTACT_KINDS, Activity, Task
from tendero.kernel.actor import Actor


def _noted(actor: Actor) -> bool:
    """A call, a visit or a task that somebody here wrote down."""
    talks = Activity.objects.filter(kind__in=CONTACT_KINDS).order_by("pk")
    return bool(queries.beyond_example(talks).exists() or queries.beyond_example(Task.objects.order_by("pk")).exists())


def _url() -> str:
    return f"{reverse('records:new', args=['tasks'])}?quick=1"


def fill() -> None:
    """Register it; called once at start-up."""
    told = _("What was said, or what is to be done")
    add_week_step(WeekStep("activity", _("Note your first call or task"), told, _url, _noted, 50))
