"""Writing down a sale, and changing what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.models import Setting
from tendero.kernel.permissions import require
from tendero.sales.actions import lines
from tendero.sales.actions.limits import require_bought
from tendero.sales.models import Kind, Sale

_EDITABLE: Final = frozenset(
    {"number", "party", "on", "hour", "channel", "store", "payment", "seller", "corrects", "note", "lines"}
)
_NEW: Final = _EDITABLE | {"kind", "currency", "origin"}


@action(gettext_lazy("New sale"), record="sales.Sale", verb="add")
def create_sale(*, by: Actor, values: Mapping[str, Any]) -> Sale:
    """Write down a sale, a return or a correction with its `lines`, a list of dicts; its sums follow from them.

    A line names a `product` or says `text`; `quantity` (1 unless said), `price`, `discount`, `tax`, `amount` and `cost`
    may be given, the rest comes from the product and from `docs/rules/sale-amounts.md`. Of a return everything is kept
    below zero. Without `seller` it is whoever writes it down, without `currency` that of its lines.
    ValidationError by field: nothing sold, several currencies, more given back than was bought.
    """
    _refuse_unknown(values, _NEW)
    known = {name: value for name, value in values.items() if value is not None}
    items = list(known.pop("lines", ()))
    known.setdefault("currency", lines.currency_of(items, Setting.read("company.currency")))
    known.setdefault("seller_id", by.user_id)
    if "seller" in known:
        del known["seller_id"]
    sale = Sale(**known)
    require(by, "add", sale)
    _check_around(sale, by)
    write.create(sale)
    lines.bring(sale, items)
    require_bought(sale)
    return _fresh(sale)


@action(gettext_lazy("Change a sale"), record="sales.Sale", verb="change")
def update_sale(sale: Sale, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None) -> set[str]:
    """Set the given columns and, where `lines` are given, make them the lines of the sale; returns what changed.

    What kind of document it is and its currency stay. ValidationError as `create_sale`, Conflict when it is no longer
    the version expected.
    """
    require(by, "change", sale)
    _refuse_unknown(values, _EDITABLE)
    columns = {name: value for name, value in values.items() if name != "lines"}
    changed = write.change(sale, expected_version=expected_version, **columns)
    if {"party", "corrects"} & changed:
        _check_around(sale, by)
    if values.get("lines") is not None and lines.bring(sale, values["lines"]):
        changed = changed | {"lines"}
    if changed & {"lines", "corrects"}:
        require_bought(sale)
    return changed


def _refuse_unknown(values: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(set(values) - known):
        raise ValidationError({unknown[0]: _("This is not changed here.")})


def _check_around(sale: Sale, by: Actor) -> None:
    """The customer and the sale that it corrects: seen by whoever writes, and of one mind with this document."""
    if sale.party is not None:
        require(by, "view", sale.party)
    corrected = sale.corrects
    if corrected is None:
        return
    require(by, "view", corrected)
    if sale.kind == Kind.SALE:
        raise ValidationError({"corrects": _("Only a return or a correction is of another sale.")})
    if corrected.kind == Kind.RETURN or corrected.pk == sale.pk:
        raise ValidationError({"corrects": _("Name the sale itself, not another return.")})
    if corrected.currency != sale.currency:
        raise ValidationError({"corrects": _("That sale is in %(currency)s.") % {"currency": corrected.currency}})


def _fresh(sale: Sale) -> Sale:
    """Its sums are worked out when the change set closes; whoever made it wants them now."""
    from tendero.sales.models.sums import set_sums

    set_sums(sale)
    return sale
