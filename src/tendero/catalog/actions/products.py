"""Adding a product and changing what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.catalog.actions import aliases
from tendero.catalog.models import Product
from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.models import Setting
from tendero.kernel.permissions import require

_EDITABLE: Final = frozenset(
    {"name", "code", "category", "unit", "price", "cost", "currency", "tax", "on_sale", "description", "aliases"}
)


@action(_("New product"), record="catalog.Product", verb="add")
def create_product(*, by: Actor, values: Mapping[str, Any]) -> Product:
    """A new product, in the company's currency unless said, with its other names (`aliases`, dicts of `text`, `kind`).

    ValidationError when its code, or one of those names, is another's.
    """
    require(by, "add", Product.record_key)
    _refuse_unknown(values)
    known = {"currency": Setting.read("company.currency"), **{n: v for n, v in values.items() if v is not None}}
    called = known.pop("aliases", ())
    _check_code(known.get("code", ""), None)
    product = write.create(Product(**known))
    aliases.bring(product, called, by=by)
    return product


@action(_("Change a product"), record="catalog.Product", verb="change")
def update_product(
    product: Product, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None
) -> set[str]:
    """Set the given columns; returns the names that changed. A new price or cost begins a line of its history.

    `aliases`, where given, become its other names. ValidationError as `create_product`.
    """
    require(by, "change", product)
    _refuse_unknown(values)
    _check_code(values.get("code", ""), product)
    columns = {name: value for name, value in values.items() if name != "aliases"}
    changed = write.change(product, expected_version=expected_version, **columns)
    if values.get("aliases") is not None and aliases.bring(product, values["aliases"], by=by):
        changed = changed | {"aliases"}
    return changed


def _refuse_unknown(values: Mapping[str, Any]) -> None:
    if unknown := sorted(set(values) - _EDITABLE):
        raise ValidationError({unknown[0]: _("This is not changed here.")})


def _check_code(code: str, product: Product | None) -> None:
    """The company's code tells products apart: whoever has it already is named."""
    from tendero.kernel.text import fold

    if not (folded := fold(code)):
        return
    others = Product.objects.filter(code_folded=folded).exclude(pk=product.pk if product else None)
    if (other := others.first()) is not None:
        raise ValidationError({"code": _("%(name)s has this code already.") % {"name": other.name}})
