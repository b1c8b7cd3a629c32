"""From one address to Django's ``DATABASES`` entry, for the two engines Tendero runs on."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .environment import ConfigurationError
from .words import gettext as _
from .words import gettext_noop

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; "
    "PRAGMA mmap_size=16777216; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
)
POSTGRES_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs", "application_name"}
_HINT = gettext_noop(
    "write sqlite:///relative/file, sqlite:////absolute/file or postgres://user:password@host:port/name"
)


def parse(url: str, *, data: Path, statement_timeout: int, pool_size: int) -> dict[str, Any]:
    """Return the database settings for ``url``; empty means the SQLite file inside ``data``.

    ``statement_timeout`` is in seconds, ``pool_size`` the most connections one process keeps (0: no pool).
    Raises ``ConfigurationError`` naming what is wrong; the password is never part of the message.
    """
    if not url:
        return _sqlite(data / "tendero.sqlite3")
    parts = urlsplit(url)
    if parts.scheme in {"sqlite", "sqlite3"}:
        return _sqlite(_sqlite_path(parts.netloc, parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url, statement_timeout, pool_size)
    raise _wrong(_("unknown engine “%s”") % parts.scheme, _(_HINT))


def prepare(database: dict[str, Any]) -> None:
    """Have the server keep the statements of this process prepared: for one that asks the same questions all day.

    From the third time on PostgreSQL only fills them in. Not for long jobs: a plan made while a table was empty would
    be kept while they fill it. Before the first connection; nothing to do on SQLite.
    """
    if database["ENGINE"].endswith("postgresql"):
        database["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}


def _wrong(*told: str) -> ConfigurationError:
    return ConfigurationError(f"TENDERO_DATABASE_URL: {'; '.join(told)}")


def _sqlite_path(netloc: str, path: str) -> Path:
    if netloc or len(path) < 2:
        raise _wrong(_("the SQLite file is missing"), _(_HINT))
    file = Path(unquote(path[1:])).expanduser().absolute()
    if not file.parent.is_dir():
        raise _wrong(_("the folder %s does not exist (an absolute path takes four slashes)") % file.parent)
    return file


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": SQLITE_PRAGMAS},
    }


def _postgres(url: str, statement_timeout: int, pool_size: int) -> dict[str, Any]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise _wrong(_("the port is not a number"), _(_HINT)) from error
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise _wrong(_("the database name is missing"), _(_HINT))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": _postgres_options(parts.query, statement_timeout, pool_size),
    }


def _postgres_options(query: str, statement_timeout: int, pool_size: int) -> dict[str, Any]:
    given = dict(parse_qsl(query))
    unknown = sorted(set(given) - POSTGRES_OPTIONS)
    if unknown:
        raise _wrong(
            _("unknown option “%(option)s”; possible: %(known)s")
            % {"option": unknown[0], "known": ", ".join(sorted(POSTGRES_OPTIONS))}
        )
    options: dict[str, Any] = {
        "connect_timeout": 5,
        "tcp_user_timeout": 30_000,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "options": f"-c statement_timeout={statement_timeout}s -c idle_in_transaction_session_timeout=60s "
        # Short questions, many at a time: starting helpers for one, or compiling it, takes longer than answering it.
        "-c lock_timeout=15s -c max_parallel_workers_per_gather=0 -c jit=off "
        # New words wait in a list that every search reads whole (`kernel.search`): a short one, in kB.
        "-c gin_pending_list_limit=256",
        **given,
    }
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10, "max_idle": 300}
    return options
