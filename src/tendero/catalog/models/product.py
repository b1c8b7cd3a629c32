"""A product and what it has cost and fetched over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tendero.catalog.rules.margin import unit_margin
from tendero.directory.models.lists import ALIVE, NamedList
from tendero.kernel import clock
from tendero.kernel.fields import FoldedField, SortKeyField
from tendero.kernel.models import RecordModel
from tendero.kernel.money import AmountField, CurrencyField
from tendero.kernel.text import fold

if TYPE_CHECKING:
    from tendero.kernel.search import SearchEntry

NOT_BELOW_ZERO: Final = MinValueValidator(Decimal(0), _("It cannot be below zero."))


class Category(NamedList):
    """A family of products: coffee machines, crockery, repairs."""

    record_key = "catalog.Category"

    class Meta(NamedList.Meta):
        verbose_name = _("product family")
        verbose_name_plural = _("product families")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="category_name", condition=ALIVE)]


class Product(RecordModel):
    """Anything with a price.

    `price` and `cost` are of one unit, without tax, in `currency`; `tax` is a percentage. A price of zero has not been
    set yet, a `cost` that nobody knows is empty; then so is the `margin`, which follows from both. `code` is the
    company's own; the living ones share none.
    """

    record_key = "catalog.Product"
    searched = Q()
    journal_skip = frozenset({"margin"})
    brief = frozenset({"id", "ref", "name", "code"})

    name = models.CharField(_("product"), max_length=200)
    name_folded = FoldedField(source="name")
    name_sort = SortKeyField(source="name")
    code = models.CharField(_("code"), max_length=60, blank=True, default="")
    code_folded = FoldedField(source="code")
    code_sort = SortKeyField(source="code")
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("family"),
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="", help_text=_("Piece, kg, box, hour…"))
    price = AmountField(
        _("price"), default=0, blank=True, validators=[NOT_BELOW_ZERO], help_text=_("Of one unit, without tax.")
    )
    cost = AmountField(
        _("cost"), null=True, blank=True, validators=[NOT_BELOW_ZERO], help_text=_("What one unit costs you.")
    )
    margin = AmountField(_("margin"), null=True, blank=True, editable=False)
    currency = CurrencyField(_("currency"))
    tax = models.DecimalField(
        _("tax (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(21),
        validators=[NOT_BELOW_ZERO, MaxValueValidator(Decimal(100), _("A hundred at most."))],
    )
    on_sale = models.BooleanField(
        _("for sale"), default=True, help_text=_("No: asked for, and not sold, or not any more.")
    )
    description = models.TextField(_("description"), blank=True, default="")

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["code_folded"], name="product_code", condition=ALIVE & ~Q(code_folded="")),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price"),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="product_cost"),
        ]
        indexes = [
            models.Index(fields=["name_sort", "id"], name="product_name"),
            models.Index(fields=["code_sort", "id"], name="product_by_code"),
            models.Index(fields=["category", "name_sort", "id"], name="product_category"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price_set(self) -> Decimal | None:
        """The price, if there is one."""
        return self.price or None

    def derive(self) -> None:
        """The margin follows from price and cost."""
        self.margin = unit_margin(self.price, self.cost)

    def followed(self, altered: object) -> tuple[str, ...]:
        """Columns that `derive` may change."""
        return ("margin",)

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> None:
        """Note the day from which price or cost are others."""
        from tendero.catalog.models.prices import record_prices

        record_prices(ids)

    @classmethod
    def called(cls, rows: models.QuerySet[Product], name: str) -> list[Product]:
        """Up to two of these that a person or a file calls so: by their own name, else by another of theirs."""
        wanted = fold(name)
        found = list(rows.filter(name_folded=wanted)[:2])
        return found or list(rows.filter(aliases__kind="name", aliases__text_folded=wanted)[:2])

    @classmethod
    def search_entries(cls, ids: Sequence[int]) -> Iterable[SearchEntry]:
        """Found by name, code, family and whatever else it is called."""
        from tendero.kernel.search import SearchEntry

        for row in cls.objects.filter(pk__in=ids).select_related("category").prefetch_related("aliases"):
            family = row.category.name if row.category else ""
            told = {"category": family, "aliases": " ".join(alias.text for alias in row.aliases.all())}
            yield SearchEntry(
                record_key=cls.record_key,
                record_id=row.pk,
                title=row.name,
                subtitle=row.code,
                parts={name: text for name, text in told.items() if text},
            )


class PriceChange(models.Model):
    """From `since` on, one unit of the product fetched `price` and cost `cost`. Written by `prices`, never by hand."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="price_changes")
    since = models.DateTimeField(_("since"), default=clock.now)
    price = AmountField(_("price"))
    cost = AmountField(_("cost"), null=True)
    currency = CurrencyField(_("currency"))

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        indexes = [models.Index(fields=["product", "-since", "-id"], name="pricechange_product")]

    def __str__(self) -> str:
        return f"{self.price} {self.currency}"
