"""A sale and its lines: what was sold, to whom, when, where, for how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tendero.directory.models.lists import ALIVE
from tendero.kernel import clock
from tendero.kernel.fields import FoldedField, SortKeyField
from tendero.kernel.models import ChildModel, RecordModel
from tendero.kernel.money import AmountField, CurrencyField
from tendero.sales.models.lists import Channel, PaymentMethod, Store
from tendero.sales.rules.amounts import margin

if TYPE_CHECKING:
    from tendero.kernel.search import SearchEntry

_PERCENT: Final = [
    MinValueValidator(Decimal(0), _("It cannot be below zero.")),
    MaxValueValidator(Decimal(100), _("A hundred at most.")),
]


class Kind(models.TextChoices):
    """What the document is."""

    SALE = "sale", pgettext_lazy("document", "Sale")
    RETURN = "return", pgettext_lazy("document", "Return")
    CORRECTION = "correction", pgettext_lazy("document", "Correction")


class Sale(RecordModel):
    """One document of what was sold, or came back, in one currency.

    `net`, `tax_amount`, `total`, `cost` and `margin` are the sums of its lines: `refresh` keeps them in step; a load
    that uses `write.create_whole` fills them itself (`rules.amounts.whole`). `cost` and `margin` are empty as soon as
    the cost of one line is not known. `on` is the shop's day, `hour` its clock.

    `mark` is for files: the key by which a file finds the sale again, unique among living ones. `origin` says in words
    where it came from, a file's name for one.
    """

    record_key = "sales.Sale"
    owner_field = "seller"
    searched = ~Q(number="")
    mechanics = frozenset({"mark"})
    journal_skip = frozenset({"net", "tax_amount", "total", "cost", "margin"})
    brief = frozenset({"id", "ref", "number", "on", "kind"})
    told_in_search = "party"

    kind = models.CharField(_("document"), max_length=10, choices=Kind.choices, default=Kind.SALE)
    number = models.CharField(
        _("number"), max_length=60, blank=True, default="", help_text=_("Of the ticket or the invoice.")
    )
    number_folded = FoldedField(source="number")
    number_sort = SortKeyField(source="number")
    party = models.ForeignKey(
        "directory.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("customer"),
        help_text=_("Empty: somebody you do not know by name."),
    )
    on = models.DateField(_("date"), default=clock.today)
    hour = models.TimeField(_("hour"), null=True, blank=True)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("channel")
    )
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shop")
    )
    payment = models.ForeignKey(
        PaymentMethod,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("means of payment"),
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("seller"),
        db_index=False,
    )
    currency = CurrencyField(_("currency"))
    net = AmountField(_("without tax"), default=0, editable=False)
    tax_amount = AmountField(_("tax"), default=0, editable=False)
    total = AmountField(_("total"), default=0, editable=False)
    cost = AmountField(_("cost"), null=True, blank=True, editable=False)
    margin = AmountField(_("margin"), null=True, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("of the sale"),
    )
    origin = models.CharField(_("came from"), max_length=200, blank=True, default="", editable=False)
    mark = models.BigIntegerField(null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("sale")
        verbose_name_plural = _("sales")
        constraints = [
            models.UniqueConstraint(fields=["mark"], name="sale_mark", condition=ALIVE & Q(mark__isnull=False)),
            models.CheckConstraint(condition=Q(total=F("net") + F("tax_amount")), name="sale_total"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True, margin__isnull=True) | Q(margin=F("net") - F("cost")), name="sale_margin"
            ),
            models.CheckConstraint(condition=~Q(kind="return") | Q(net__lte=0, total__lte=0), name="sale_return"),
            models.CheckConstraint(condition=Q(corrects__isnull=True) | ~Q(kind="sale"), name="sale_corrects"),
        ]
        indexes = [
            models.Index(fields=["on", "id"], name="sale_on"),
            models.Index(fields=["party", "on", "currency", "total"], name="sale_party", condition=ALIVE),
            models.Index(fields=["seller", "on"], name="sale_seller"),
            models.Index(fields=["number_sort", "id"], name="sale_number"),
            models.Index(fields=["number_folded"], name="sale_by_number"),
            models.Index(fields=["total", "id"], name="sale_by_total"),
            models.Index(
                fields=["mark"], name="sale_mark_in_bin", condition=Q(binned_at__isnull=False, mark__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        if self.number:
            return self.number
        return gettext("%(document)s of %(day)s") % {"document": self.get_kind_display(), "day": f"{self.on:%d/%m/%Y}"}

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> None:
        """Bring the sums in step with the lines, what these repeat with it, and tell whose purchases they are.

        Unless whoever writes them tells of them himself (`buyers.tell_later`).
        """
        from tendero.sales.models.buyers import tell_of_sales, told_later
        from tendero.sales.models.sums import refresh_repeated, refresh_sums

        refresh_sums(ids)
        refresh_repeated(ids)
        if not told_later():
            tell_of_sales(ids)

    @classmethod
    def search_entries(cls, ids: Sequence[int]) -> Iterable[SearchEntry]:
        """Found by its number, the customer's name beside it; one without number is not searched for."""
        from tendero.kernel.search import SearchEntry

        for row in cls.objects.filter(cls.searched, pk__in=ids).select_related("party"):
            yield SearchEntry(
                record_key=cls.record_key,
                record_id=row.pk,
                title=str(row),
                subtitle=row.party.name if row.party else "",
                party_id=row.party_id,
            )


class SaleLine(ChildModel):
    """So many units of something in a sale. All of it without tax, but `tax_amount`.

    `price` is of one unit before the discount. `amount` is what counts: where a file says both, price follows from it.
    `cost` is of the whole line, as it was on that day; empty when nobody knows, and then so is `margin`, which follows.
    `text` says what was sold where no product does, or besides.

    `on` repeats the day of the sale, and `buyer` the key of its customer as long as it is out of the bin, so that an
    index leads from a product and some days to those who bought it: `refresh` of the sale keeps both, and whoever
    writes lines past it says them himself.

    `mark` and `nth` are for files: which line of which file it is, once in a sale. A file taken back leaves its sales
    in the bin with their marks, which is why the constraint stops at the sale: living sales share no mark of their own.
    """

    parent_field = "sale"
    mechanics = frozenset({"mark", "nth", "buyer"})
    journal_skip = frozenset({"margin", "on", "buyer"})
    repeats = {"on": "on", "party": "buyer"}

    sale = models.ForeignKey(
        Sale, on_delete=models.CASCADE, related_name="lines", verbose_name=_("sale"), db_index=False
    )
    on = models.DateField(_("date"), default=clock.today, editable=False)
    buyer = models.BigIntegerField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    product = models.ForeignKey(
        "catalog.Product",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sale_lines",
        verbose_name=_("product"),
        db_index=False,
    )
    text = models.CharField(_("description"), max_length=300, blank=True, default="")
    quantity = AmountField(_("quantity"), default=1)
    price = AmountField(_("price"), default=0, help_text=_("Of one unit, without tax."))
    discount = models.DecimalField(_("discount (%)"), max_digits=5, decimal_places=2, default=0, validators=_PERCENT)
    tax = models.DecimalField(_("tax (%)"), max_digits=5, decimal_places=2, default=0, validators=_PERCENT)
    amount = AmountField(_("amount"), default=0)
    tax_amount = AmountField(_("tax"), default=0)
    cost = AmountField(_("cost"), null=True, blank=True)
    margin = AmountField(_("margin"), null=True, blank=True, editable=False)
    mark = models.BigIntegerField(null=True, blank=True, editable=False)
    nth = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("line of a sale")
        verbose_name_plural = _("lines of a sale")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sale", "mark", "nth"], name="saleline_mark", condition=Q(mark__isnull=False)
            ),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="saleline_discount"),
            models.CheckConstraint(condition=Q(tax__gte=0, tax__lte=100), name="saleline_tax"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True, margin__isnull=True) | Q(margin=F("amount") - F("cost")),
                name="saleline_margin",
            ),
        ]
        indexes = [
            models.Index(fields=["sale", "position"], name="saleline_sale"),
            models.Index(fields=["product", "on", "buyer", "sale"], name="saleline_bought"),
            models.Index(fields=["mark", "nth"], name="saleline_by_mark", condition=Q(mark__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text or (str(self.product) if self.product else "")

    def derive(self) -> None:
        """The margin follows from amount and cost."""
        cost = None if self.cost is None else Decimal(str(self.cost))
        self.margin = margin(Decimal(str(self.amount)), cost)

    def followed(self, altered: object) -> tuple[str, ...]:
        """Columns that `derive` may change."""
        return ("margin",)

    def party_reference(self) -> int | None:
        party: int | None = self.sale.party_id
        return party
