"""The key that signs sessions and cursors: made on first start, kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from .environment import ConfigurationError
from .words import gettext as _

FILE_NAME = "secret_key"
LEAST_LENGTH = 32


def load(data: Path, given: str = "") -> str:
    """Return the key: ``given`` when set (at least 32 characters), else the kept one, else a new one, kept."""
    if given:
        if len(given) < LEAST_LENGTH:
            raise ConfigurationError(_("TENDERO_SECRET_KEY is too short: write at least %s characters") % LEAST_LENGTH)
        return given
    file = data / FILE_NAME
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _make(file)


def _make(file: Path) -> str:
    """Write the key under another name and link it: two processes that start together agree on one."""
    key = secrets.token_urlsafe(48)
    draft = file.with_name(f"{FILE_NAME}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(key)
    try:
        os.link(draft, file)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    finally:
        draft.unlink()
    return key
