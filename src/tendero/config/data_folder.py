"""The folder of everything that is kept outside the database: made on first start, for its owner alone."""

from __future__ import annotations

from pathlib import Path

from .environment import ConfigurationError
from .words import gettext as _


def make(folder: Path) -> None:
    """See that it is there; ``ConfigurationError`` where it cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise ConfigurationError(_("TENDERO_DATA: there can be no folder %s") % folder) from problem
