"""From one address to Django's mail settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .environment import ConfigurationError
from .words import gettext as _

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_FILES = "django.core.mail.backends.filebased.EmailBackend"
_CONSOLE = "django.core.mail.backends.console.EmailBackend"


def parse(url: str, *, data: Path) -> dict[str, Any]:
    """Return the ``EMAIL_*`` settings for ``url``; empty writes each mail as a file in ``data``/outbox.

    Raises ``ConfigurationError`` naming what is wrong, never showing the password.
    """
    parts = urlsplit(url)
    if not url:
        return {"EMAIL_BACKEND": _FILES, "EMAIL_FILE_PATH": str(data / "outbox")}
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": _CONSOLE}
    if parts.scheme == "file" and parts.path not in {"", "/"}:
        return {"EMAIL_BACKEND": _FILES, "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme in {"smtp", "smtps", "smtp+tls"} and parts.hostname:
        return _smtp(url)
    hint = _("write smtp://user:password@host:587, smtps://user:password@host:465, console: or file:///folder")
    raise ConfigurationError(f"TENDERO_EMAIL_URL: {hint}")


def _smtp(url: str) -> dict[str, Any]:
    """``smtps`` speaks TLS from the start; ``smtp`` upgrades by STARTTLS when there is a password to protect."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ConfigurationError("TENDERO_EMAIL_URL: " + _("the port is not a number")) from error
    direct = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": _SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if direct else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": direct,
        "EMAIL_USE_TLS": not direct and (parts.scheme == "smtp+tls" or bool(parts.username)),
        "EMAIL_TIMEOUT": 10,
    }
