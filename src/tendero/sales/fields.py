"""The fields of a sale, as forms, lists, filters, the API and files know them."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.activities.rules.hours import BadHour, read_hour, shown_hour
from tendero.catalog.models import Category, Product
from tendero.kernel.money import Money
from tendero.records.fields import Field, Kind, from_model
from tendero.sales import cells
from tendero.sales.models import Sale, SaleLine

_PARTS: Final = ("product", "quantity", "price", "discount", "text", "tax", "amount", "cost")
_AMOUNTS: Final = frozenset({"price", "amount", "cost"})


def _valid_hour(text: str) -> None:
    """ValidationError unless the text is an hour of the day."""
    try:
        read_hour(text)
    except BadHour as error:
        raise ValidationError(_("“%(hour)s” is not an hour. Write 9 or 9:30."), params={"hour": text}) from error


def _lines(sale: Sale) -> list[dict[str, Any]]:
    """Each line as a dict, its amounts in the currency of the sale, without what says nothing."""
    found = []
    for line in sale.lines.all():
        told = {name: getattr(line, name) for name in _PARTS}
        told |= {name: Money(told[name], sale.currency) for name in _AMOUNTS if told[name] is not None}
        found.append({name: value for name, value in told.items() if value not in ("", None)})
    return found


def _part(name: str, **more: Any) -> Field:
    """A part of a line, as its column says; none is needed, for the product fills in what is left out."""
    return from_model(SaleLine, name).but(required=False, blank=True, sort="", currency="", **more)


def _seek(name: str, label: Any, path: str, target: str) -> Field:
    """What a line names, to filter by: any line of the sale will do."""
    return Field(
        name=name,
        label=label,
        kind=Kind.RECORD,
        path=path,
        target=target,
        many=True,
        editable=False,
        seek_only=True,
        read=lambda _row: None,
    )


LINES: Final = Field(
    name="lines",
    label=pgettext_lazy("sale", "Lines"),
    kind=Kind.LIST,
    filterable=False,
    required=True,
    read=_lines,
    draw=cells.lines,
    prefetch=("lines__product",),
    help=_("Leave the price empty for that of the product. Prices are without tax."),
    item=(
        _part("product"),
        _part("quantity", kind=Kind.NUMBER),
        _part("price"),
        _part("discount"),
        _part("text"),
        _part("tax"),
        _part("amount", unasked=True),
        _part("cost", unasked=True, hidden_with="cost"),
    ),
)
_HOUR: Final = Field(
    name="hour",
    label=_("hour"),
    kind=Kind.TEXT,
    path="hour",
    filterable=False,
    max_length=5,
    validators=(_valid_hour,),
    read=lambda sale: shown_hour(sale.hour),
)


def _computed(name: str, **more: Any) -> Field:
    return from_model(Sale, name).but(editable=False, **more)


SALE_FIELDS: Final[list[str | Field]] = [
    from_model(Sale, "on").but(required=False),
    _HOUR,
    "number",
    from_model(Sale, "kind").but(required=False, fixed=True, draw=cells.kind),
    "party",
    LINES,
    _computed("total"),
    _computed("net"),
    _computed("tax_amount"),
    _computed("cost"),
    _computed("margin"),
    _computed("currency"),
    "channel",
    "store",
    "payment",
    "seller",
    from_model(Sale, "corrects").but(fixed=True),
    "note",
    _computed("origin"),
    _computed("created"),
    _seek("bought_product", _("product bought"), "lines__product", Product.record_key),
    _seek("bought_family", _("family bought"), "lines__product__category", Category.record_key),
]
"""In the order that menus of columns and of filters show them."""
