"""The steps of the first week that this room can tell of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from tendero.access.models import Invitation
from tendero.access.ports import WeekStep, add_week_step
from tendero.identity.models import User
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.kernel.models.settings import DEFAULTS

_Step = tuple[str, Any, Any, Callable[[], str], Callable[[Actor], bool], int]


def _company(actor: Actor) -> bool:
    known = Setting.read_all()
    return bool(known["company.name"] and known["company.tax_id"])


def _team(actor: Actor) -> bool:
    """Somebody else works here, or is invited."""
    others = User.objects.filter(is_active=True).exclude(pk=actor.user_id or 0)
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires__gt=clock.now())
    return others.exists() or waiting.exists()


def _backup(actor: Actor) -> bool:
    return bool(Setting.read_all().get("backup.last_at"))


def _copies() -> str:
    """The page of the copies, where the program has one."""
    try:
        return reverse("access:copies")
    except NoReverseMatch:
        return ""


def _second_factor(actor: Actor) -> bool:
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user_id=actor.user_id).exists())


def fill() -> None:
    """Register them; called once at start-up. A copy is asked for where the program can make one."""
    account = partial(reverse, "access:account")
    steps: list[_Step] = [
        ("company", _("Complete your company"), _("Name and tax id"), partial(reverse, "access:company"), _company, 10),
        ("team", _("Invite your team"), _("By mail or with a link"), partial(reverse, "access:people"), _team, 20),
        (
            "second_factor",
            _("Protect your account"),
            _("A second factor, with your phone"),
            account,
            _second_factor,
            70,
        ),
    ]
    if "backup.last_at" in DEFAULTS:
        steps.append(("backup", _("Make a copy of everything"), "./tendero backup", _copies, _backup, 60))
    for key, label, told, url, done, position in steps:
        add_week_step(WeekStep(key, label, told, url, done, position))
