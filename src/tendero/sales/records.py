"""What the record engine derives for sales and for the short lists they use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tendero.activities.rules.hours import read_hour
from tendero.catalog.models import Product
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import hidden_fields
from tendero.records import registry
from tendero.records.fields import Related
from tendero.records.registry import Labels, Panel, Preset, RecordType, Section, extend, register
from tendero.sales import actions, panels
from tendero.sales.fields import SALE_FIELDS
from tendero.sales.models import Channel, Kind, PaymentMethod, Sale, Store
from tendero.ui import menu, words


def _is(field: str, op: str, *value: str) -> dict[str, Any]:
    """One test of the filter language."""
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


def _timed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the hour as a time."""
    return {name: read_hour(value) if name == "hour" else value for name, value in values.items()}


@register
class SaleRecord(RecordType[Sale]):
    model = Sale
    slug = "sales"
    icon = "receipt-text"
    labels = Labels(
        one=_("Sale"),
        many=_("Sales"),
        new=_("New sale"),
        empty=_("What you have sold, to whom and when: all that the shop knows of its customers comes from here."),
        all=pgettext_lazy("sales", "All"),
    )
    fields: ClassVar = SALE_FIELDS
    list_columns: ClassVar = ["on", "number", "party", "lines", "total", "margin", "seller", "kind"]
    title_field = "on"
    order = "-on"
    adds_up = "total"
    adds_up_too: ClassVar = ["net"]
    sections: ClassVar = [
        Section(_("Sale"), ["party", "on"]),
        Section(_("What was sold"), ["lines"], told=False),
        Section(_("How"), ["payment", "channel", "store", "seller", "number", "hour", "note"]),
    ]
    quick_fields: ClassVar = ["party", "lines", "payment", "number"]
    presets: ClassVar = [
        Preset("month", _("This month"), {"all": [_is("on", "eq", "this_month")]}),
        Preset("mine", pgettext_lazy("sales", "Mine"), {"all": [_is("seller", "is_me")]}),
        Preset("returns", _("Returns"), {"all": [_is("kind", "eq", Kind.RETURN.value)]}),
        Preset("anonymous", _("Without customer"), {"all": [_is("party", "empty")]}),
    ]
    panels: ClassVar = [
        Panel("lines", pgettext_lazy("sale", "Lines"), "sales/panel/lines.html", panels.lines, position=10),
    ]
    bulk_fields: ClassVar = ["channel", "store", "seller"]
    children: ClassVar = {"sales.SaleLine": "lines", "sales.SaleLine.cost": "cost"}
    together: ClassVar = {
        "cost": ("margin",),
        "margin": ("cost",),
        "lines": ("bought_product", "bought_family"),
    }
    same_by: ClassVar = ["number", "on", "party"]
    arrives: ClassVar = ["origin"]
    menu_position = 40

    def told(self, row: Sale) -> Iterable[tuple[str, str]]:
        whom = row.party.name if row.party else ""
        day = words.day(row.on) if row.on else ""
        total = words.amount(row.total, row.currency) if row.total is not None else ""
        return ("party", whom), ("on", day if row.number else ""), ("total", total)

    def made(self, row: Sale, actor: Actor) -> str:
        if "total" in hidden_fields(actor, Sale.record_key):
            return ""
        return gettext("%(document)s written down: %(total)s") % {
            "document": row.get_kind_display(),
            "total": words.amount(row.total, row.currency),
        }

    @staticmethod
    def create(*, by: Actor, values: Mapping[str, Any]) -> Sale:
        return actions.create_sale(by=by, values=_timed(values))

    @staticmethod
    def update(row: Sale, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None) -> set[str]:
        return actions.update_sale(row, by=by, values=_timed(values), expected_version=expected_version)


class ListRecord(RecordType[Any]):
    """A short list that each company makes its own, edited in the settings."""

    in_menu = False
    order = "position"
    icon = "list"
    fields: ClassVar = ["name", "position"]
    list_columns: ClassVar = ["name", "position"]
    quick_fields: ClassVar = ["name"]


@register
class ChannelRecord(ListRecord):
    model = Channel
    slug = "sales-channels"
    labels = Labels(
        one=_("Sales channel"),
        many=_("Sales channels"),
        new=_("New channel"),
        empty=_("How customers buy: at the counter, by telephone, on the web…"),
        all=pgettext_lazy("channels", "All"),
    )
    sections: ClassVar = [Section(_("Channel"), ["name", "position"])]


@register
class StoreRecord(ListRecord):
    model = Store
    slug = "stores"
    labels = Labels(
        one=_("Shop"),
        many=_("Shops"),
        new=_("New shop"),
        empty=_("The places where you sell."),
        all=pgettext_lazy("shops", "All"),
    )
    sections: ClassVar = [Section(_("Shop"), ["name", "position"])]


@register
class PaymentMethodRecord(ListRecord):
    model = PaymentMethod
    slug = "payment-methods"
    labels = Labels(
        one=_("Means of payment"),
        many=_("Means of payment"),
        new=_("New means of payment"),
        empty=_("What customers pay with: cash, card, transfer…"),
        all=pgettext_lazy("means of payment", "All"),
    )
    sections: ClassVar = [Section(_("Means of payment"), ["name", "position"])]


_LISTS: Final[Mapping[str, Any]] = {
    "sales-channels": _("How customers buy: at the counter, by telephone, on the web…"),
    "stores": _("The places where you sell."),
    "payment-methods": _("What customers pay with."),
}
for _place, (_slug, _help) in enumerate(_LISTS.items()):
    _record = registry.by_slug(_slug)
    menu.add_setting(
        menu.SettingItem(
            key=_slug,
            label=_record.labels.many,
            help=_help,
            url=partial(_record.url, "list"),
            icon=_record.icon,
            position=46 + _place,
            record=_record.key,
            verb="change",
        )
    )
extend(
    Party.record_key,
    panels=[
        Panel(
            "purchases",
            _("Purchases"),
            "sales/panel/purchases.html",
            panels.purchases,
            side=True,
            position=8,
            record=Sale.record_key,
            reads=("sales",),
        )
    ],
    related=[
        Related(
            name="sales", label=_("Purchases"), record=Sale.record_key, path="party", sums=("total", "net", "margin")
        )
    ],
)
extend(
    Product.record_key,
    panels=[
        Panel(
            "sold",
            _("Sold"),
            "sales/panel/sold.html",
            panels.sold,
            side=True,
            position=10,
            record=Sale.record_key,
        )
    ],
)
