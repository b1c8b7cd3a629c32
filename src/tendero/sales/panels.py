"""What sales put on their own page, on the card of a contact and on a product's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from babel.dates import format_date

from tendero.catalog.models import Product
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import hidden_fields, may
from tendero.records.veil import all_veiled, veiled
from tendero.sales.actions.returning import left_of
from tendero.sales.models import Kind, Sale
from tendero.sales.queries import purchases as queries
from tendero.ui import words

_HIGH: Final = 44
_WIDE: Final = 24


@dataclass(frozen=True)
class Bar:
    """One month of the little chart, in its own units: left edge, top, height, middle."""

    x: int
    y: int
    height: int
    middle: int
    letter: str
    told: str
    last: bool
    url: str


def lines(sale: Sale, actor: Actor) -> Mapping[str, Any]:
    """The lines of a sale with its sums, and the documents around it; what is hidden from the reader is left out."""
    hidden = hidden_fields(actor, Sale.record_key)
    rows = [] if "lines" in hidden else all_veiled(sale.lines.select_related("product"), actor)
    around = Sale.objects.visible_to(actor)
    left = left_of(sale) if sale.kind == Kind.SALE and rows else {}
    return {
        "sale": veiled(sale, actor),
        "lines": rows,
        "costs": "cost" not in hidden,
        "discounts": any(row.discount for row in rows),
        "corrects": around.filter(pk=sale.corrects_id).first() if "corrects" not in hidden else None,
        "corrected_by": all_veiled(around.filter(corrects=sale.pk).order_by("on", "id"), actor),
        "may_return": any(left.values()) and may(actor, "add", Sale.record_key),
    }


def purchases(party: Party, actor: Actor) -> Mapping[str, Any]:
    """What a contact has bought; the little chart is of the currency bought in most."""
    found = queries.of_party(party, actor)
    if found is None:
        return {"party": party, "found": None}
    return {
        "party": party,
        "found": found,
        "last": all_veiled(found.last, actor),
        "bars": _bars(found.years[0]) if found.years else (),
        "wide": _WIDE * 12,
        "may_add": may(actor, "add", Sale.record_key),
    }


def sold(product: Product, actor: Actor) -> Mapping[str, Any]:
    """How much of a product was sold, and the last to buy it."""
    hidden = hidden_fields(actor, Sale.record_key)
    return {"product": product, "found": queries.of_product(product, actor), "whom": "party" not in hidden}


def _bars(year: queries.Year) -> Sequence[Bar]:
    """A bar a month, the highest the full height; a month below zero has none."""
    highest = max(amount for _month, amount, _url in year.months)
    return [_bar(place, month, highest, year.money.currency) for place, month in enumerate(year.months)]


def _bar(place: int, told_of: tuple[dt.date, Decimal, str], highest: Decimal, currency: str) -> Bar:
    month, amount, url = told_of
    height = max(1, int(amount * _HIGH / highest)) if highest > 0 and amount > 0 else 0
    name = format_date(month, "LLLL", locale=words.locale())
    told = f"{name}: {words.amount(amount, currency)}"
    left = place * _WIDE
    return Bar(left + 2, _HIGH - height, height, left + _WIDE // 2, name[:1], told, place == 11, url)
