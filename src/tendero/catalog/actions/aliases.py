"""What else products are called: noted by hand, or answered in an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tendero.catalog.models import Product, ProductAlias
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import allowed
from tendero.kernel.text import fold

MOST: Final = 200
"""Other names of one product."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Called:
    """A product, by its key, and what it is also called: `kind` "name" or "code"."""

    product_id: int
    kind: str
    text: str


@action(gettext_lazy("Note what products are also called"), record="catalog.Product", verb="change")
def note_aliases(told: Sequence[Called], *, source: str, by: Actor) -> list[ProductAlias]:
    """Remember names that an import was answered; returns those that are new.

    What a living product is called already stays; one in the bin gives it up. Products that `by` may not change, and
    names that are the product's own, are passed over. Refused where he may change none. A handful of queries, whatever
    the number.
    """
    permissions.require(by, "change", Product.record_key)
    condition = permissions.rows(by, "change", Product)
    ids = {one.product_id for one in told}
    open_to = {} if condition is None else dict(Product.objects.filter(condition, pk__in=ids).values_list("pk", "name"))
    wanted: dict[Key, Called] = {}
    for one in told:
        if one.product_id in open_to and fold(one.text) not in ("", fold(open_to[one.product_id])):
            wanted.setdefault((one.kind, fold(one.text)), one)
    taken = _holders(wanted)
    _give_up([alias for alias in taken.values() if alias.product.binned_at is not None])
    rows = [
        ProductAlias(product_id=one.product_id, kind=one.kind, text=one.text, source=source[:200],
                     origin=ProductAlias.Origin.IMPORT)
        for key, one in wanted.items()
        if key not in taken or taken[key].product.binned_at is not None
    ]  # fmt: skip
    return write.create_many(ProductAlias, rows) if rows else []


def bring(product: Product, items: Iterable[Mapping[str, Any]], *, by: Actor) -> bool:
    """Make the product's other names those of `items`; whether anything changed.

    ValidationError names whose it is already, to whoever may see that product.
    """
    wanted: dict[Key, str] = {}
    for item in items:
        kind, text = str(item.get("kind") or ProductAlias.Kind.NAME), " ".join(str(item.get("text") or "").split())
        if kind not in ProductAlias.Kind.values:
            raise ValidationError({"aliases": _("Another name is a name or a code.")})
        if text and not (kind == ProductAlias.Kind.NAME and fold(text) == fold(product.name)):
            wanted.setdefault((kind, fold(text)), text[:200])
    if len(wanted) > MOST:
        told = ngettext("%(n)s other name at most.", "%(n)s other names at most.", MOST)
        raise ValidationError({"aliases": told % {"n": MOST}})
    stored = {(one.kind, one.text_folded): one for one in ProductAlias.objects.filter(product=product)}
    fresh = {key: text for key, text in wanted.items() if key not in stored}
    taken = _holders(fresh)
    for alias in taken.values():
        if alias.product.binned_at is None:
            raise ValidationError({"aliases": _whose(alias, by)})
    gone = [one for key, one in stored.items() if key not in wanted]
    _give_up([*gone, *taken.values()])
    respelt = [write.change(one, text=wanted[k]) for k, one in stored.items() if k in wanted and one.text != wanted[k]]
    if fresh:
        rows = [ProductAlias(product=product, kind=kind, text=text) for (kind, _key), text in fresh.items()]
        write.create_many(ProductAlias, rows)
    return bool(gone or fresh or respelt)


def _whose(alias: ProductAlias, by: Actor) -> str:
    """Why the name is taken; which product has it is for whoever may see it."""
    if not allowed(by, "view", alias.product):
        return _("“%(text)s” is what another product is called. Ask for access to it.") % {"text": alias.text}
    return _("“%(text)s” is what %(name)s is called.") % {"text": alias.text, "name": alias.product.name}


def _holders(wanted: Mapping[Key, object]) -> dict[Key, ProductAlias]:
    """Whose these names are already."""
    texts = [text for _kind, text in wanted]
    rows = ProductAlias.objects.filter(text_folded__in=texts).select_related("product") if texts else ()
    return {(row.kind, row.text_folded): row for row in rows if (row.kind, row.text_folded) in wanted}


def _give_up(rows: Sequence[ProductAlias]) -> None:
    if rows:
        write.remove(*rows)
