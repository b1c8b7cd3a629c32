"""The fields of a product that are no column of its own."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tendero.catalog.models import Product, ProductAlias
from tendero.records.fields import Field, Kind, from_model


def _aliases(product: Product) -> list[dict[str, Any]]:
    """Each other name with what it is."""
    return [{"text": one.text, "kind": one.kind} for one in product.aliases.all()]


ALIASES: Final = Field(
    name="aliases",
    label=_("Also called"),
    kind=Kind.LIST,
    filterable=False,
    read=_aliases,
    prefetch=("aliases",),
    help=_("As other programs, suppliers or customers write it: files of sales and the search find it by these too."),
    item=(
        from_model(ProductAlias, "text").but(required=False, sort=""),
        from_model(ProductAlias, "kind").but(required=False, sort=""),
    ),
)
ALSO_CALLED: Final = Field(
    name="also_called",
    label=_("another name"),
    kind=Kind.TEXT,
    path="aliases__text",
    many=True,
    editable=False,
    seek_only=True,
    read=lambda _row: None,
)
