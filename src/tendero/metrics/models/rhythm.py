"""How a contact buys, in one row: computed from his sales in the transaction that writes them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.kernel.models import PlainRow
from tendero.kernel.money import AmountField, CurrencyField


class State(models.TextChoices):
    """How he stands, by `rules.rhythm`; whoever never bought has no row and is a prospect."""

    NEW = "new", pgettext_lazy("customer", "New")
    ACTIVE = "active", pgettext_lazy("customer", "Active")
    LATE = "late", pgettext_lazy("customer", "Late")
    DORMANT = "dormant", pgettext_lazy("customer", "Dormant")


class PartyRhythm(PlainRow):
    """Never journaled: all of it follows from the sales. Amounts are without tax, of the sales in `currency` alone.

    `interval` and `spread` are days. `state` is as of the day it was computed: a job brings it up to date each night.
    `product` is what he has bought on most days, at least on two of them.
    """

    party = models.OneToOneField(
        "directory.Party", on_delete=models.CASCADE, primary_key=True, related_name="rhythm", verbose_name=_("contact")
    )
    state = models.CharField(_("customer state"), max_length=8, choices=State.choices)
    count = models.PositiveIntegerField(_("purchases"))
    first_on = models.DateField(_("first purchase"))
    last_on = models.DateField(_("last purchase"))
    interval = models.PositiveIntegerField(_("usual interval"), null=True)
    spread = models.PositiveIntegerField(_("spread of the interval"), null=True)
    expected_on = models.DateField(_("next purchase"), null=True)
    late_from = models.DateField(_("late from"), null=True)
    dormant_from = models.DateField(_("dormant from"))
    currency = CurrencyField(_("currency"))
    year_net = AmountField(_("bought in a year"))
    year_margin = AmountField(_("margin in a year"), null=True)
    stake = AmountField(_("at stake"))
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("usual product")
    )
    times = models.PositiveIntegerField(_("times he bought it"), default=0)
    payment = models.ForeignKey(
        "sales.PaymentMethod", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("usual payment")
    )

    class Meta:
        verbose_name = _("purchase rhythm")
        verbose_name_plural = _("purchase rhythms")
        indexes = [
            models.Index(fields=["state", "party"], name="rhythm_state"),
            # What lists sort by, the key settling ties; those who came in a period are counted along the first.
            models.Index(fields=["first_on", "party"], name="rhythm_first_on"),
            models.Index(fields=["stake", "party"], name="rhythm_by_stake"),
            models.Index(fields=["last_on", "party"], name="rhythm_last"),
            models.Index(fields=["expected_on", "party"], name="rhythm_expected"),
            models.Index(fields=["year_net", "party"], name="rhythm_year"),
            models.Index(fields=["year_margin", "party"], name="rhythm_margin"),
            models.Index(fields=["count", "party"], name="rhythm_count"),
            models.Index(fields=["interval", "party"], name="rhythm_interval"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}"
