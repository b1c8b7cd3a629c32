"""The step of the first week that this room can tell of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tendero.access import queries
from tendero.access.ports import WeekStep, add_week_step
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.records import registry


def _brought(actor: Actor) -> bool:
    return bool(queries.beyond_example(Party.objects.order_by("pk")).exists())


def _url() -> str:
    return registry.get(Party.record_key).url("import")


def fill() -> None:
    """Register it; called once at start-up."""
    told = _("Your Excel, or the first one by hand")
    add_week_step(WeekStep("contacts", _("Bring your contacts"), told, _url, _brought, 30))
