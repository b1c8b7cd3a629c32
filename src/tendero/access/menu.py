"""The places this room adds to the settings."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tendero.kernel.mail import COPIES
from tendero.ui import menu


def fill() -> None:
    """Register them; called once at start-up."""
    items = (
        ("company", _("Company"), _("Name, country and currency"), "store", 10, "kernel.Setting", "change"),
        ("people", _("People and teams"), _("Who works here, and with whom"), "users", 20, "identity.User", "change"),
        ("profiles", _("Profiles"), _("What each may see and do"), "shield-check", 30, "access.Profile", "change"),
        ("copies", _("Backups"), _("A copy of everything, each day"), "archive", 80, COPIES, "change"),
        ("audit", _("Audit"), _("Who changed what, and when"), "history", 90, "kernel.ChangeSet", "view"),
    )
    for key, label, told, icon, position, record, verb in items:
        url = partial(reverse, f"access:{key}")
        menu.add_setting(menu.SettingItem(key, label, told, url, icon, position, record=record, verb=verb))
    mine = _("Your name, password, second factor and API tokens")
    menu.add_setting(
        menu.SettingItem("account", _("Your account"), mine, partial(reverse, "access:account"), "user", 5)
    )
