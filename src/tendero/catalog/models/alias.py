"""What a product is called elsewhere: in the files of a till, by a supplier, by customers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.catalog.models.product import Product
from tendero.kernel.fields import FoldedField
from tendero.kernel.models import ChildModel


class ProductAlias(ChildModel):
    """Another name of a product, or the code that another program gives it.

    No two products share one, those in the bin included: `actions.aliases` takes it from them when another claims it.
    `source` says in which file or program it was met, `origin` whether a person or an import noted it.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        CODE = "code", _("code")

    class Origin(models.TextChoices):
        PERSON = "person", _("noted by hand")
        IMPORT = "import", _("answered in an import")

    parent_field = "product"

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("product"), db_index=False
    )
    kind = models.CharField(_("what it is"), max_length=4, choices=Kind.choices, default=Kind.NAME)
    text = models.CharField(_("also called"), max_length=200)
    text_folded = FoldedField(source="text")
    origin = models.CharField(_("how we know"), max_length=6, choices=Origin.choices, default=Origin.PERSON)
    source = models.CharField(_("met in"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("other name of a product")
        verbose_name_plural = _("other names of products")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "text_folded"], name="productalias_once")]
        indexes = [models.Index(fields=["product", "id"], name="productalias_product")]

    def __str__(self) -> str:
        return self.text
