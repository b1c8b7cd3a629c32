"""The stages and reasons a new company begins with; it makes them its own in the settings."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tendero.kernel import changes, write
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.pipeline.models import LossReason, Stage


def fill_after_migrate(sender: object, **_signal: object) -> None:
    """Give an empty pipeline its first stages and reasons; answers Django's `post_migrate`."""
    system = Actor.system("migrate")
    with translation.override(Setting.read("company.language")), changes.change_set("pipeline.fill", by=system):
        if not Stage.everything.exists():
            write.create_many(Stage, _stages())
        if not LossReason.everything.exists():
            write.create_many(LossReason, _reasons())


def _stages() -> list[Stage]:
    """Those of a shop that visits and quotes: chance in percent, days after which a deal there grows stale."""
    opened, won, lost = Stage.Kind.OPEN, Stage.Kind.WON, Stage.Kind.LOST
    rows = [
        (pgettext("stage", "New"), opened, 10, 21),
        (pgettext("stage", "Visited"), opened, 30, 21),
        (pgettext("stage", "Quote sent"), opened, 60, 14),
        (pgettext("stage", "Negotiation"), opened, 75, 14),
        (pgettext("stage", "Won"), won, 100, None),
        (pgettext("stage", "Lost"), lost, 0, None),
    ]
    return [
        Stage(name=name, kind=kind, position=10 * place, probability=chance, rotting_days=days)
        for place, (name, kind, chance, days) in enumerate(rows, start=1)
    ]


def _reasons() -> list[LossReason]:
    """Why a shop loses a sale, to begin with; each company makes its own."""
    names = [
        _("Price"),
        _("Bought from a competitor"),
        _("Delivery time"),
        _("No budget"),
        _("Put off"),
        _("Does not answer"),
        _("Does not fit what they need"),
    ]
    return [LossReason(name=name, position=10 * place) for place, name in enumerate(names, start=1)]
