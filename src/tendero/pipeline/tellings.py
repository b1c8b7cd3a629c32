"""How the milestones of the pipeline read, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tendero.activities.ports import Telling, add_teller
from tendero.pipeline.models import Opportunity
from tendero.ui import words


def opened(facts: Mapping[str, Any]) -> Telling:
    return Telling(_("Opportunity “%(name)s”") % {"name": facts["name"]}, _amount(facts), icon="board")


def moved(facts: Mapping[str, Any]) -> Telling:
    before = _("before, %(stage)s") % {"stage": facts["from"]} if facts.get("from") else ""
    return Telling(
        _("“%(name)s” goes to %(stage)s") % {"name": facts["name"], "stage": facts["to"]}, before, icon="board"
    )


def won(facts: Mapping[str, Any]) -> Telling:
    return Telling(
        _("“%(name)s” is won") % {"name": facts["name"]}, _amount(facts), icon="circle-check", good=True
    )  # fmt: skip


def lost(facts: Mapping[str, Any]) -> Telling:
    return Telling(_("“%(name)s” is lost") % {"name": facts["name"]}, str(facts.get("reason", "")), icon="circle-x")


def _amount(facts: Mapping[str, Any]) -> str:
    amount = Decimal(facts.get("amount", "0"))
    return words.amount(amount, facts["currency"]) if amount else ""


def add_tellings() -> None:
    """Give them to the historial; called once, when reactions are read."""
    for code, teller in (("opened", opened), ("moved", moved), ("won", won), ("lost", lost)):
        add_teller(f"opportunity_{code}", teller, of=Opportunity.record_key, field="stage" if code == "moved" else "")
