"""The lists a new company begins with; it makes them its own in the settings."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import pgettext

from tendero.kernel import changes, write
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.sales.models import Channel, PaymentMethod, Store


def fill_after_migrate(sender: object, **_signal: object) -> None:
    """Give a company without them its first channels, shop and means of payment; answers Django's `post_migrate`."""
    system = Actor.system("migrate")
    with translation.override(Setting.read("company.language")), changes.change_set("sales.fill", by=system):
        for model, names in ((Channel, _channels()), (Store, _stores()), (PaymentMethod, _payments())):
            if not model.everything.exists():
                rows = [model(name=name, position=10 * place) for place, name in enumerate(names, start=1)]
                write.create_many(model, rows)


def _channels() -> list[str]:
    return [
        pgettext("channel", "Counter"),
        pgettext("channel", "Telephone"),
        pgettext("channel", "Web"),
        pgettext("channel", "Visit"),
        pgettext("channel", "E-mail"),
    ]


def _stores() -> list[str]:
    return [pgettext("store", "Main shop")]


def _payments() -> list[str]:
    return [
        pgettext("payment", "Cash"),
        pgettext("payment", "Card"),
        pgettext("payment", "Transfer"),
        pgettext("payment", "Direct debit"),
        pgettext("payment", "On account"),
    ]
