"""Where and how sales are made: short lists each company makes its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.directory.models.lists import ALIVE, NamedList


class Channel(NamedList):
    """How the customer bought: at the counter, by telephone, on the web."""

    record_key = "sales.Channel"

    class Meta(NamedList.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="channel_name", condition=ALIVE)]


class Store(NamedList):
    """Which of the company's shops sold it."""

    record_key = "sales.Store"

    class Meta(NamedList.Meta):
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="store_name", condition=ALIVE)]


class PaymentMethod(NamedList):
    """What it was paid with: cash, card, transfer."""

    record_key = "sales.PaymentMethod"

    class Meta(NamedList.Meta):
        verbose_name = _("means of payment")
        verbose_name_plural = _("means of payment")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="paymentmethod_name", condition=ALIVE)]
