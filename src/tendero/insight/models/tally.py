"""Sums of the sales, kept: by day, month, quarter, year; of all, and by product, customer, seller, channel."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.insight.rules.periods import Span
from tendero.kernel.money import AmountField, CurrencyField


class Axis(models.IntegerChoices):
    """By what the sales are added up. ANONYMOUS: those without a customer."""

    ALL = 1, _("all")
    ANONYMOUS = 2, _("without customer")
    SELLER = 3, _("seller")
    CHANNEL = 4, _("channel")
    PRODUCT = 5, _("product")
    PARTY = 6, _("customer")


class Tally(models.Model):
    """One sum, in one currency. Never journaled: all of it follows from the sales (`actions.keeping`).

    `thing` is the key of the product, the customer…; 0 where a sale names none, and of all. Amounts are without tax:
    `net` of all lines, `margin` of those whose cost is known, which came to `known`. `sales` counts the documents that
    are sales; `buyers`, of all alone and from months on, the customers who have one.
    """

    axis = models.PositiveSmallIntegerField(_("axis"), choices=Axis.choices)
    span = models.PositiveSmallIntegerField(_("span"), choices=[(span.value, span.name) for span in Span])
    start = models.DateField(_("from"))
    thing = models.BigIntegerField(_("of"), default=0)
    currency = CurrencyField(_("currency"))
    net = AmountField(_("without tax"), default=0)
    known = AmountField(_("with a known cost"), default=0)
    margin = AmountField(_("margin"), default=0)
    units = AmountField(_("units"), default=0)
    sales = models.IntegerField(_("sales"), default=0)
    buyers = models.IntegerField(_("customers who bought"), default=0)

    class Meta:
        verbose_name = _("sum of sales")
        verbose_name_plural = _("sums of sales")
        constraints = [
            models.UniqueConstraint(fields=["axis", "span", "start", "currency", "thing"], name="tally_once"),
        ]
        indexes = [
            models.Index(fields=["axis", "span", "start", "currency", "-net", "thing"], name="tally_most"),
            models.Index(fields=["thing", "span"], name="tally_of_party", condition=models.Q(axis=6)),
        ]

    def __str__(self) -> str:
        return f"{self.axis} {self.thing}: {self.start}"
