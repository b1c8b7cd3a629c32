"""What an import is told must mean something here before anything is read with it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tendero.identity.queries import named
from tendero.kernel import countries
from tendero.records.exchange.plan import Plan
from tendero.records.exchange.refusal import Refused
from tendero.records.values.money import is_currency


def prove(plan: Plan) -> None:
    """Refuse an owner who is no colleague of ours, or could be several; a country or a currency that there is not."""
    if plan.owner and named(plan.owner) is None:
        raise Refused("owner", _("«{text}» is nobody here, or could be several."), text=plan.owner[:60])
    if plan.country and plan.country.upper() not in countries.codes():
        raise Refused("country", _("«{text}» is not a country we know."), text=plan.country[:40])
    if plan.currency and not is_currency(plan.currency):
        raise Refused(
            "currency", _("«{text}» is not a currency: give a code such as EUR or USD."), text=plan.currency[:40]
        )
