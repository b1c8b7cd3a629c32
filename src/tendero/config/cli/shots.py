"""``shots``: take the pictures of the guide anew."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed

SUMMARY = gettext_noop("take the pictures of the guide anew, in Chromium, from a demo shop made for it")
TAKES_REST = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", default="", help=_("one picture, by its name"))


def run(options: argparse.Namespace) -> int:
    """`--language` and `--out` too: see tests/shots.py."""
    if not Path("tests/shots.py").is_file():
        raise CommandFailed(_("the pictures are taken in Tendero's own source folder; run this there"))
    only = ["--only", options.only] if options.only else []
    return subprocess.run([sys.executable, "-m", "tests.shots", *only, *options.rest], check=False).returncode
