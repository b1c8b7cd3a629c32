"""What the catalog adds to a contact: the product that a taste or a need names, and the filter by it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from tendero.catalog.models import Product
from tendero.directory.models import Party
from tendero.records import registry
from tendero.records.fields import Field, Kind

SUBJECT = Field(
    name="subject",
    label=_("product"),
    kind=Kind.RECORD,
    path="subject",
    target=Product.record_key,
    help=_("Of yours, or one that you do not sell: what is asked for and not sold is counted as demand."),
)
WANTED = Field(
    name="wanted_product",
    label=_("product he likes or needs"),
    kind=Kind.RECORD,
    path="observations__subject_id",
    target=Product.record_key,
    many=True,
    editable=False,
    seek_only=True,
    read=lambda _row: None,
)


def add_to_contacts() -> None:
    """Give it to the record engine; called once, when declarations are read."""
    group = registry.get(Party.record_key).own_fields["observations"]
    read: Any = group.read

    def with_products(party: Party) -> list[dict[str, Any]]:
        """Each taste and need with its product, where it names one."""
        rows = zip(party.observations.all(), read(party), strict=True)
        return [told | ({"subject": row.subject} if row.subject is not None else {}) for row, told in rows]

    whole = group.but(
        item=(*group.item, SUBJECT),
        read=with_products,
        prefetch=(*group.prefetch, Prefetch("observations__subject")),
    )
    registry.extend(Party.record_key, fields=[whole, WANTED], together={"observations": ("wanted_product",)})
