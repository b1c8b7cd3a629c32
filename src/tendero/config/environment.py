"""The settings a person may give: environment variables named ``TENDERO_*``.

One table lists them all; a name that is not in it is an error that suggests the nearest, because a mistyped setting
that is silently ignored is found months later.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from .words import gettext as _

PREFIX = "TENDERO_"


class ConfigurationError(Exception):
    """A setting is wrong; the message says which, why, and what would be right."""


def _text(value: str) -> str:
    return value.strip()


def _flag(value: str) -> bool:
    word = value.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError(_("write 1 or 0"))


def _count(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError(_("write a number from 0 up"))
    return number


def _one_of(*options: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in options:
            raise ValueError(_("write one of: %s") % ", ".join(options))
        return value

    return parse


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(_("write a zone such as Europe/Madrid")) from error
    return value


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(_("write an address such as https://crm.example.com"))
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError(_("write only scheme, host and port: Tendero is served from the root"))
    return value.rstrip("/")


@dataclass(frozen=True)
class Setting:
    """One variable: what it means, its default as it would be written, and how it is read."""

    meaning: str
    default: str
    parse: Callable[[str], object] = _text


SETTINGS: dict[str, Setting] = {
    "TENDERO_DATA": Setting("folder for the database, documents and the secret key", "./data"),
    "TENDERO_DATABASE_URL": Setting("sqlite:///file or postgres://user:password@host:port/name", ""),
    "TENDERO_PUBLIC_URL": Setting(
        "the address people type; links are made from it", "http://localhost:8000", _public_url
    ),
    "TENDERO_SECRET_KEY": Setting("signs sessions and cursors; made and kept in TENDERO_DATA when empty", ""),
    "TENDERO_EMAIL_URL": Setting("smtp://, smtps://, console: or file:///folder", ""),
    "TENDERO_EMAIL_FROM": Setting("sender of the mails Tendero itself writes", "tendero@localhost"),
    "TENDERO_TRUSTED_PROXIES": Setting("how many proxies stand in front and write X-Forwarded-For", "0", _count),
    "TENDERO_REDIS_URL": Setting("redis://host:port/0 for the cache; empty keeps it in the database", ""),
    "TENDERO_LANGUAGE": Setting("language of new users and of the sign-in page", "es", _one_of("es", "en")),
    "TENDERO_TIME_ZONE": Setting("the company's time zone", "Europe/Madrid", _zone),
    "TENDERO_COUNTRY": Setting("the company's country, two letters", "ES"),
    "TENDERO_CURRENCY": Setting("the company's currency, three letters", "EUR"),
    "TENDERO_LOG": Setting("how log lines are written", "console", _one_of("console", "json")),
    "TENDERO_LOG_LEVEL": Setting("least level logged", "INFO", _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
    "TENDERO_METRICS_TOKEN": Setting("bearer token for /metrics; empty answers loopback only", ""),
    "TENDERO_WEB_THREADS": Setting("threads of the web process", "4", _count),
    "TENDERO_STATEMENT_TIMEOUT": Setting("seconds a database statement may last on PostgreSQL", "30", _count),
    "TENDERO_DEBUG": Setting("1 shows tracebacks in the browser; never in production", "0", _flag),
    "TENDERO_SERVER_TIMING": Setting("1 adds the Server-Timing header, for measuring", "0", _flag),
    "TENDERO_ALLOW_LOOPBACK": Setting("1 lets outgoing connections reach this machine, for tests", "0", _flag),
    "TENDERO_TEST_POSTGRES": Setting("PostgreSQL server where the tests may create databases", ""),
}


def check_names(environ: Mapping[str, str]) -> None:
    """Raise ``ConfigurationError`` for the first ``TENDERO_*`` variable that does not exist, naming the nearest."""
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name in SETTINGS:
            continue
        known = [setting.removeprefix(PREFIX) for setting in SETTINGS]
        near = difflib.get_close_matches(name.removeprefix(PREFIX), known, n=1, cutoff=0.6)
        text = _("unknown setting %s") % name
        if near:
            raise ConfigurationError(text + _("; did you mean %s?") % f"{PREFIX}{near[0]}")
        raise ConfigurationError(text + _("; the settings are %s") % ", ".join(SETTINGS))


@dataclass(frozen=True)
class Environment:
    """The settings as given, read one by one with a clear error."""

    variables: Mapping[str, str]

    def text(self, name: str) -> str:
        return str(self._value(name))

    def number(self, name: str) -> int:
        value = self._value(name)
        if not isinstance(value, int):
            raise TypeError(f"{name} is not a number setting")
        return value

    def flag(self, name: str) -> bool:
        return bool(self._value(name))

    def folder(self, name: str) -> Path:
        """A folder this process may write in, made if it is not there."""
        path = Path(self.text(name)).expanduser().absolute()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise ConfigurationError(
                _("%(setting)s: a file is in the way of that folder") % _told(name, path)
            ) from error
        except OSError as error:
            told = _told(name, path) | {"why": error.strerror}
            raise ConfigurationError(_("%(setting)s: the folder cannot be made (%(why)s)") % told) from error
        if not os.access(path, os.W_OK | os.X_OK):
            raise ConfigurationError(_("%(setting)s: nothing can be written in that folder") % _told(name, path))
        return path

    def _value(self, name: str) -> object:
        setting = SETTINGS[name]
        raw = self.variables.get(name, "") or setting.default
        try:
            return setting.parse(raw)
        except ValueError as error:
            told = {"setting": f"{name}={raw!r}", "why": error}
            raise ConfigurationError(_("%(setting)s cannot be read: %(why)s") % told) from error


def _told(name: str, path: Path) -> dict[str, str]:
    return {"setting": f"{name}={str(path)!r}"}
