"""Taking back what was sold: a document of its own, which points at the sale."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tendero.kernel import clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require
from tendero.sales.actions.limits import require_bought
from tendero.sales.actions.lines import decimals_of
from tendero.sales.models import Kind, Sale, SaleLine
from tendero.sales.models.sums import set_sums
from tendero.sales.rules.amounts import Amounts, given_back, whole

_SAME: Final = ("product_id", "text", "price", "discount", "tax")


@action(pgettext_lazy("sale", "Return"), record="sales.Sale", verb="add")
def return_sale(
    sale: Sale, *, quantities: Mapping[int, Decimal], on: dt.date | None = None, note: str = "", by: Actor
) -> Sale:
    """Take back `quantities` of some lines, `{primary key of the line: units}`; returns the return.

    It is of the day `on` (today), of the same customer, shop and channel, and whoever takes it back is its seller. What
    is given back is the line's part of its amounts, so that after the last unit nothing is left, to the cent.
    ValidationError when nothing comes back, more than is left of a line, or the document is itself a return.
    """
    require(by, "view", sale)
    if sale.kind != Kind.SALE:
        raise ValidationError(_("Only a sale can be returned."))
    locked = Sale.everything.select_for_update().get(pk=sale.pk)
    rows = [row for row in _rows(locked, quantities) if row.quantity]
    if not rows:
        raise ValidationError({"lines": _("Say how many come back of at least one line.")})
    made = _document(locked, on or clock.today(by.time_zone), note, by)
    require(by, "add", made)
    write.create(made)
    for place, row in enumerate(rows):
        row.sale, row.position = made, place
    write.create_many(SaleLine, rows)
    write.touch([locked])  # whoever was changing the sale learns that some of it came back
    require_bought(made)
    set_sums(made)
    return made


@action(gettext_lazy("Return all of it"), record="sales.Sale", verb="add", offered=True)
def return_all(sale: Sale, *, on: dt.date | None = None, note: str = "", by: Actor) -> Sale:
    """Take back all that is left of a sale; returns the return. ValidationError where nothing is."""
    return return_sale(sale, quantities=left_of(sale), on=on, note=note, by=by)


def left_of(sale: Sale) -> dict[int, Decimal]:
    """How many units of each line have not come back, by the line's primary key. Two queries."""
    lines = list(sale.lines.all())
    gone = {key: -units for key, (units, _amounts) in _returned(sale).items()}
    found: dict[int, Decimal] = {}
    for line in lines:
        here = min(max(line.quantity, Decimal(0)), gone.get(_key(line), Decimal(0)))
        gone[_key(line)] = gone.get(_key(line), Decimal(0)) - here
        found[line.pk] = max(line.quantity - here, Decimal(0))
    return found


def _document(sale: Sale, on: dt.date, note: str, by: Actor) -> Sale:
    return Sale(
        kind=Kind.RETURN,
        party_id=sale.party_id,
        on=on,
        channel_id=sale.channel_id,
        store_id=sale.store_id,
        payment_id=sale.payment_id,
        seller_id=by.user_id,
        currency=sale.currency,
        corrects=sale,
        note=note.strip(),
    )


def _rows(sale: Sale, quantities: Mapping[int, Decimal]) -> list[SaleLine]:
    """A line of the return for each line of which something comes back."""
    lines = list(sale.lines.all())
    if set(quantities) - {line.pk for line in lines}:
        raise ValidationError({"lines": _("That line is not of this sale.")})
    left, returned = left_of(sale), _returned(sale)
    rows = []
    for line in lines:
        units = Decimal(str(quantities.get(line.pk) or 0))
        if units < 0 or units > left[line.pk]:
            said = {"name": str(line), "n": f"{left[line.pk].normalize():f}"}
            raise ValidationError({"lines": _("Of “%(name)s” %(n)s can come back at most.") % said})
        if units:
            rows.append(_row(sale, line, units, lines, returned))
    return rows


Returned = dict[Hashable, tuple[Decimal, Amounts]]


def _row(sale: Sale, line: SaleLine, units: Decimal, lines: Iterable[SaleLine], returned: Returned) -> SaleLine:
    """What `units` of a line give back; lines that say the same are one, for it cannot be told which one came back."""
    alike = [one for one in lines if _key(one) == _key(line)]
    bought = sum((one.quantity for one in alike), Decimal(0))
    before, already = returned.get(_key(line), (Decimal(0), Amounts(Decimal(0), Decimal(0), Decimal(0))))
    unit = Decimal(1).scaleb(-decimals_of(sale.currency))
    back = given_back(whole(map(_amounts, alike)), (units - before) / bought, already, unit)
    returned[_key(line)] = (before - units, whole([already, back]))
    columns: dict[str, Any] = {name: getattr(line, name) for name in _SAME}
    columns |= {"amount": back.amount, "tax_amount": back.tax_amount, "cost": back.cost}
    return SaleLine(quantity=str(-units), **columns)


def _returned(sale: Sale) -> Returned:
    """Units and amounts that came back already, both below zero, by what tells lines apart."""
    rows: dict[Hashable, list[SaleLine]] = defaultdict(list)
    found = SaleLine.objects.filter(sale__corrects=sale, sale__kind=Kind.RETURN, sale__binned_at=None)
    for row in found:
        rows[_key(row)].append(row)
    return {
        key: (sum((row.quantity for row in some), Decimal(0)), whole(map(_amounts, some))) for key, some in rows.items()
    }


def _key(line: SaleLine) -> Hashable:
    return tuple(getattr(line, name) for name in _SAME)


def _amounts(line: SaleLine) -> Amounts:
    return Amounts(line.amount, line.tax_amount, line.cost)
