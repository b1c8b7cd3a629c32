"""``bench``: how fast the daily screens are, beside this machine's limits."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from . import numbers
from .failure import CommandFailed

SUMMARY = gettext_noop("measure the daily screens at 200,000 customers, beside this machine's limits")
ENGINES = ("postgresql", "sqlite")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line per engine"))
    size = _("size of the company; 1 is the size of the README")
    parser.add_argument("--scale", type=numbers.above_zero, default=1.0, help=size)
    parser.add_argument("--engine", choices=ENGINES, help=_("only this engine"))


def run(options: argparse.Namespace) -> int:
    """What is measured and how: see benchmarks/README.md."""
    if not Path("benchmarks/run.py").is_file():
        raise CommandFailed(_("the benchmarks live in Tendero's own source folder; run this there"))
    arguments = ["--scale", str(options.scale), *(["--json"] if options.json else [])]
    if options.engine:
        arguments += ["--engine", options.engine]
    return subprocess.run([sys.executable, "-m", "benchmarks.run", *arguments], check=False).returncode
