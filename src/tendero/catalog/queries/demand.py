"""What customers ask for: who wants a product, and what the shop does not sell.

Each figure counts contacts that the reader may see, and opens exactly those: the filter of its address finds whoever
it has counted. A filter sees tastes and needs alike, so both count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Max, QuerySet

from tendero.catalog.models import Product
from tendero.directory.models import Observation, Party
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import hidden_fields
from tendero.records.filters.addresses import test, where

MOST: Final = 200
"""Lines of each list, the most asked for first."""
_WHO: Final = 8


@dataclass(frozen=True)
class Asked:
    """Something that `contacts` of them ask for, the last time on `last`; `product` is None for mere words."""

    words: str
    contacts: int
    last: date
    url: str
    product: Product | None = None


@dataclass(frozen=True)
class Wanted:
    """Who wants one product: the last to say so, how many in all, and the list of them."""

    rows: list[Observation]
    contacts: int
    url: str


def may_ask(actor: Actor) -> bool:
    """Whether he may know at all what contacts like and need."""
    return permissions.may(actor, "view", Party.record_key) and "observations" not in _hidden(actor)


def of_product(product: Product, actor: Actor) -> Wanted | None:
    """Who likes or needs it, as far as this reader sees them; None where he may not know."""
    if not may_ask(actor):
        return None
    rows = _seen(actor).filter(subject_type=Product.record_key, subject_id=product.pk)
    contacts = rows.aggregate(n=Count("party", distinct=True))["n"]
    shown = rows.select_related("party").defer(*Observation.untold("party")).order_by("-on", "-id")[:_WHO]
    return Wanted(list(shown), contacts, _contacts("wanted_product", product.ref))


def unsold(actor: Actor) -> list[Asked]:
    """Products that are not sold and somebody likes or needs, the most wanted first."""
    offered = Product.objects.visible_to(actor).filter(on_sale=False)
    rows = _seen(actor).filter(subject_type=Product.record_key, subject_id__in=offered.values("pk"))
    found = _counted(rows, "subject_id")
    products = Product.objects.in_bulk([one["subject_id"] for one in found])
    return [
        Asked(product.name, one["contacts"], one["last"], _contacts("wanted_product", product.ref), product)
        for one in found
        if (product := products.get(one["subject_id"])) is not None
    ]


def unnamed(actor: Actor) -> list[Asked]:
    """Needs in words that name no product, the most frequent first.

    Whoever said the same of something he likes, or of a product, counts with them: the list of contacts shows him too.
    """
    needs = needs_without_product(actor).values("text_folded")
    found = _counted(_seen(actor).filter(text_folded__in=needs), "text_folded")
    return [Asked(one["words"], one["contacts"], one["last"], _contacts("observation", one["words"])) for one in found]


def needs_without_product(actor: Actor, verb: str = "view") -> QuerySet[Observation]:
    """Needs of contacts within this actor's reach that name no product."""
    return _seen(actor, verb).filter(kind=Observation.Kind.NEED, subject_id=None)


def _counted(rows: QuerySet[Observation], by: str) -> list[dict[str, Any]]:
    """What is alike in `by`, with how many contacts say it and when the last did."""
    counts = {"contacts": Count("party", distinct=True), "last": Max("on"), "words": Max("text")}
    found: Any = rows.order_by().values(by).annotate(**counts).order_by("-contacts", "-last", by)[:MOST]
    return list(found)


def _seen(actor: Actor, verb: str = "view") -> QuerySet[Observation]:
    """Tastes and needs of the living contacts within his reach."""
    rows: QuerySet[Observation] = Observation.objects.all()
    if not may_ask(actor):
        return rows.none()
    return rows.filter(party__in=Party.objects.visible_to(actor, verb).order_by().values("pk"))


def _hidden(actor: Actor) -> frozenset[str]:
    return hidden_fields(actor, Party.record_key)


def _contacts(field: str, value: str) -> str:
    """The list of contacts of whom that is so."""
    return where(Party.record_key, test(field, "eq", value))
