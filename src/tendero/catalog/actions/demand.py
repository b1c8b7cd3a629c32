"""Saying which product it is that customers ask for in their own words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.catalog.actions.products import create_product
from tendero.catalog.models import Product
from tendero.catalog.queries import demand
from tendero.directory.actions.rights import require_open
from tendero.directory.models import Observation, Party
from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require
from tendero.kernel.text import fold


@action(gettext_lazy("Say which product is asked for"), record="directory.Party", verb="change")
def name_demand(words: str, *, product: Product | None = None, by: Actor) -> Product:
    """Have every need that says `words` and names no product name this one; returns it.

    Without a product one is made that is called so and not for sale. Only needs of contacts that `by` may change; where
    there are none, ValidationError. Refused where he may not see the product, or not make it.
    """
    require(by, "change", Party.record_key)
    require_open(by, ["observations"])
    rows = demand.needs_without_product(by, "change").filter(text_folded=fold(words))
    needs = list(rows.order_by("pk").values_list("pk", "text"))
    if not needs:
        raise ValidationError(_("Nobody whose card you may change asks for that any more."))
    if product is None:
        product = create_product(by=by, values={"name": needs[0][1], "on_sale": False})
    else:
        require(by, "view", product)
    pointer = {"subject_type": product.key(), "subject_id": product.pk}
    write.change_many(Observation, [pk for pk, _text in needs], **pointer)
    return product
