"""The step of the first week that this room can tell of."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tendero.access import queries
from tendero.access.ports import WeekStep, add_week_step
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import may
from tendero.records import ports as records
from tendero.records import registry
from tendero.sales.models import Sale


def _brought(actor: Actor) -> bool:
    return bool(queries.beyond_example(Sale.objects.order_by("pk")).exists())


def _url() -> str:
    return registry.get(Sale.record_key).url("import")


def _after_contacts(key: str, actor: Actor) -> records.NextStep | None:
    """Whoever has just brought his contacts brings his sales, as long as there are none."""
    if key != Party.record_key or not may(actor, "import", Sale.record_key) or _brought(actor):
        return None
    return records.NextStep(gettext("Now, bring your sales"), _url())


def fill() -> None:
    """Register it; called once at start-up."""
    records.add_next_step(_after_contacts)
    told = _("With them Hoy says whom to call")
    add_week_step(WeekStep("sales", _("Bring your sales"), told, _url, _brought, 40))
