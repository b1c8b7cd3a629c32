"""What this room adds to a contact: columns, filters and views of how he buys, and a panel of his card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tendero.directory.models import Party
from tendero.kernel.money import Money
from tendero.metrics import panels
from tendero.metrics.models import PartyRhythm, State
from tendero.records.declarations import Panel, Preset
from tendero.records.fields import Field, Kind, Text
from tendero.records.registry import extend
from tendero.sales.models import Sale

_SALE: Final = Sale.record_key


def _of(name: str) -> Callable[[Party], Any]:
    """That column of the rhythm loaded with the row; None for who never bought."""

    def read(party: Party) -> Any:
        row: PartyRhythm | None = getattr(party, "rhythm", None)
        return getattr(row, name) if row is not None else None

    return read


def _money(name: str) -> Callable[[Party], Money | None]:
    def read(party: Party) -> Money | None:
        row: PartyRhythm | None = getattr(party, "rhythm", None)
        amount = getattr(row, name) if row is not None else None
        return None if row is None or amount is None else Money(amount, row.currency)

    return read


def _field(name: str, label: Text, kind: Kind, column: str, *needs: str, **more: Any) -> Field:
    """A computed column of the rhythm; `needs` are the fields of a sale without which nobody may know it."""
    options: dict[str, Any] = {"read": _of(column), "joins": ("rhythm",), **more}
    options["needs"] = tuple((_SALE, field) for field in ("party", "on", *needs))
    return Field(name=name, label=label, kind=kind, path=f"rhythm__{column}", editable=False, **options)


def _sorted(field: Field) -> Field:
    """Lists of any length sort by it: `PartyRhythm` has an index of the column and the contact."""
    return field.but(sort=field.path, indexed=True)


def _amount(name: str, label: Text, column: str, *needs: str) -> Field:
    return _field(name, label, Kind.MONEY, column, *needs, read=_money(column), currency="rhythm__currency")


FIELDS: Final = [
    _sorted(_field("customer_state", _("Customer state"), Kind.CHOICE, "state", choices=lambda: State.choices)),
    _sorted(_field("purchases", _("Purchases"), Kind.NUMBER, "count", whole=True)),
    _sorted(_field("first_purchase", _("First purchase"), Kind.DATE, "first_on")),
    _sorted(_field("last_purchase", _("Last purchase"), Kind.DATE, "last_on")),
    _sorted(_field("usual_interval", _("Days between purchases"), Kind.NUMBER, "interval", whole=True)),
    _field("interval_spread", _("Spread of those days"), Kind.NUMBER, "spread", whole=True),
    _sorted(_field("next_purchase", _("Next purchase"), Kind.DATE, "expected_on")),
    _sorted(_field("days_late", _("Days late"), Kind.ELAPSED, "expected_on")),
    _sorted(_amount("year_purchases", _("Bought in a year"), "year_net", "net", "total")),
    _sorted(_amount("year_margin", _("Margin in a year"), "year_margin", "net", "total", "margin")),
    _sorted(_amount("at_stake", _("At stake"), "stake", "net", "total")),
    _field("usual_product", _("Usual product"), Kind.RECORD, "product", "lines", target="catalog.Product",
           joins=("rhythm__product",)),
    _field("usual_payment", _("Usual means of payment"), Kind.RECORD, "payment", "payment",
           target="sales.PaymentMethod", joins=("rhythm__payment",)),
]  # fmt: skip
_SAME: Final = {"next_purchase": ("days_late",), "days_late": ("next_purchase",)}
_TOLD: Final = (
    "name",
    "owner",
    "phone",
    "usual_product",
    "last_purchase",
    "usual_interval",
    "days_late",
    "year_purchases",
    "at_stake",
)


def _who(state: State, label: Text, order: str) -> Preset:
    """A view of those who stand so, with what their purchases say."""
    asked = {"field": "customer_state", "op": "eq", "value": state.value}
    return Preset(state.value, label, asked, order=order, columns=_TOLD)


PRESETS: Final = [
    _who(State.LATE, _("Late customers"), "-days_late"),
    _who(State.DORMANT, _("Dormant customers"), "-last_purchase"),
]
PANELS: Final = [
    Panel("rhythm", _("How often he buys"), "metrics/card/rhythm.html", panels.rhythm, side=True, position=7,
          record=_SALE, reads=("rhythm",)),
]  # fmt: skip


def add_to_contacts() -> None:
    """Give it to the record engine; called once, when declarations are read."""
    extend(Party.record_key, fields=FIELDS, panels=PANELS, presets=PRESETS, together=_SAME)
