"""The step of the first week that this room can tell of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tendero.access import queries
from tendero.access.ports import WeekStep, add_week_step
from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.sales.models import Sale


def _brought(actor: Actor) -> bool:
    return bool(queries.beyond_example(Sale.objects.order_by("pk")).exists())


def _url() -> str:
    return registry.get(Sale.record_key).url("import")


def fill() -> None:
    """Register it; called once at start-up."""
    told = _("With them Hoy says whom to call")
    add_week_step(WeekStep("sales", _("Bring your sales"), told, _url, _brought, 40))
