"""``reactions``: write docs/reactions.md anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from . import paths
from .start import start

SUMMARY = gettext_noop("write docs/reactions.md: which room answers which event")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", type=paths.target, default=Path("docs/reactions.md"), help=_("where to write it"))


def run(options: argparse.Namespace) -> int:
    """Exit 0; the page is written over."""
    start()
    from ..reactions import document

    paths.write(options.file, document())
    return 0
