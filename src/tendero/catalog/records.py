"""What the record engine derives for products and their families."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tendero.catalog import actions, extension, panels
from tendero.catalog.fields import ALIASES, ALSO_CALLED
from tendero.catalog.models import Category, Product
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.fields import from_model
from tendero.records.registry import Labels, Panel, Preset, RecordType, Section, register
from tendero.ui import menu, words


@register
class ProductRecord(RecordType[Product]):
    model = Product
    slug = "products"
    icon = "package"
    labels = Labels(
        one=_("Product"),
        many=_("Products"),
        new=_("New product"),
        empty=_("What you sell, with its price and what it costs you. A file of them comes in as contacts do."),
        all=pgettext_lazy("products", "All"),
    )
    fields: ClassVar = [
        "name",
        "code",
        "category",
        "unit",
        from_model(Product, "price").but(read=lambda row: row.price_set),
        "cost",
        from_model(Product, "margin").but(editable=False),
        "currency",
        "tax",
        "on_sale",
        "description",
        ALIASES,
        ALSO_CALLED,
        from_model(Product, "created").but(editable=False),
    ]
    list_columns: ClassVar = ["name", "code", "category", "on_sale", "price", "cost", "margin", "tax"]
    order = "name"
    sections: ClassVar = [
        Section(_("Product"), ["name", "code", "category", "unit", "on_sale"]),
        Section(_("Price"), ["price", "cost", "margin", "tax", "currency"]),
        Section(_("Description"), ["description"], folded=True),
        Section(_("Also called"), ["aliases"], folded=True, told=False),
    ]
    quick_fields: ClassVar = ["name", "code", "price", "cost"]
    presets: ClassVar = [
        Preset("selling", _("For sale"), {"field": "on_sale", "op": "eq", "value": True}),
        Preset("unsold", pgettext_lazy("products", "Not sold"), {"field": "on_sale", "op": "eq", "value": False}),
    ]
    panels: ClassVar = [
        Panel("prices", _("Price history"), "catalog/panel/prices.html", panels.prices, position=40),
        Panel("aliases", _("Also called"), "catalog/panel/aliases.html", panels.aliases, side=True, position=10),
        Panel("wanted", _("Who wants it"), "catalog/panel/wanted.html", panels.wanted, side=True, position=20,
              record=Party.record_key),
    ]  # fmt: skip
    bulk_fields: ClassVar = ["category", "on_sale"]
    same_by: ClassVar = ["code"]
    makes: ClassVar = ["category"]
    children: ClassVar = {"catalog.ProductAlias": "aliases"}
    together: ClassVar = {"cost": ("margin",), "margin": ("cost",), "aliases": ("also_called",)}
    menu_position = 45

    def told(self, row: Product) -> Iterable[tuple[str, str]]:
        price = words.amount(row.price, row.currency) if row.price else ""
        return ("code", row.code), ("price", price), ("on_sale", "" if row.on_sale else gettext("Not sold"))

    @staticmethod
    def create(*, by: Actor, values: Mapping[str, Any]) -> Product:
        return actions.create_product(by=by, values=values)

    @staticmethod
    def update(row: Product, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None) -> set[str]:
        return actions.update_product(row, by=by, values=values, expected_version=expected_version)


@register
class CategoryRecord(RecordType[Category]):
    model = Category
    slug = "product-families"
    icon = "list"
    labels = Labels(
        one=_("Product family"),
        many=_("Product families"),
        new=_("New family"),
        empty=_("What your products are sorted by: coffee, crockery, repairs…"),
        all=pgettext_lazy("product families", "All"),
    )
    fields: ClassVar = ["name", "position"]
    list_columns: ClassVar = ["name", "position"]
    order = "position"
    sections: ClassVar = [Section(_("Family"), ["name", "position"])]
    quick_fields: ClassVar = ["name"]
    in_menu = False


extension.add_to_contacts()
menu.add(
    menu.MenuItem(
        key="demand",
        label=_("Unmet demand"),
        url="/products/demand",
        icon="package-search",
        position=46,
        record=Product.record_key,
    )
)
menu.add_setting(
    menu.SettingItem(
        key="product-families",
        label=_("Product families"),
        help=_("What your products are sorted by."),
        url=partial(registry.by_slug("product-families").url, "list"),
        icon="list",
        position=45,
        record=Category.record_key,
        verb="change",
    )
)
