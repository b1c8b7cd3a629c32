"""What the catalog puts on a product's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tendero.catalog.models import Product
from tendero.catalog.queries import demand
from tendero.catalog.rules.margin import margin_rate
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import hidden_fields

_SHOWN: Final = 12
_MOST_NAMES: Final = 50


def prices(product: Product, actor: Actor) -> Mapping[str, Any]:
    """The last price changes, the newest first; what is hidden from the reader is left out."""
    hidden = hidden_fields(actor, Product.record_key)
    lines = [
        {
            "since": change.since,
            "price": change.price,
            "currency": change.currency,
            "cost": None if "cost" in hidden else change.cost,
            "rate": None if {"cost", "margin"} & hidden else margin_rate(change.price, change.cost),
        }
        for change in product.price_changes.order_by("-since", "-id")[:_SHOWN]
    ]
    return {"product": product, "lines": [] if "price" in hidden else [one for one in lines if one["price"]]}


def wanted(product: Product, actor: Actor) -> Mapping[str, Any]:
    """Who likes or needs it, those who said so last first, and the list of all of them."""
    return {"product": product, "wanted": demand.of_product(product, actor)}


def aliases(product: Product, actor: Actor) -> Mapping[str, Any]:
    """What else it is called, by whom and since when."""
    hidden = "aliases" in hidden_fields(actor, Product.record_key)
    return {"product": product, "aliases": [] if hidden else list(product.aliases.all()[:_MOST_NAMES])}
