"""Is this installation safe to be reached by others? Asked by `tendero check`, told in words that say what to do.

These take the place of Django's own warnings about the same, which name settings that Tendero does not have and are
silenced. On this machine alone (a public address on loopback) nothing of it is asked for.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from .words import gettext as _


def reached_safely(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Warnings for what others could read or misuse."""
    address = urlsplit(settings.PUBLIC_URL)
    if on_this_machine(address.hostname or ""):
        return []
    found: list[checks.CheckMessage] = []
    if address.scheme != "https":
        text = _("People reach Tendero without encryption (%(address)s): passwords can be read on their way.")
        hint = _("Put a proxy with a certificate in front and set TENDERO_PUBLIC_URL to its https address.")
        found.append(checks.Warning(text % {"address": settings.PUBLIC_URL}, hint=hint, id="config.W001"))
    elif not settings.TRUSTED_PROXIES:
        text = _("The address is https, but no proxy is trusted: Tendero cannot tell that anybody comes in safely.")
        hint = _("Set TENDERO_TRUSTED_PROXIES to how many proxies stand in front, usually 1.")
        found.append(checks.Warning(text, hint=hint, id="config.W002"))
    if settings.DEBUG:
        text = _("TENDERO_DEBUG shows the program's insides to whoever meets a mistake.")
        found.append(checks.Warning(text, hint=_("Take it away: it is for development."), id="config.W003"))
    return found


def on_this_machine(host: str) -> bool:
    """Whether only this machine can reach that host."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
