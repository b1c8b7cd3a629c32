"""``bench``: how fast the daily screens are, beside this machine's limits."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed

SUMMARY = gettext_noop("measure the daily screens at 200,000 customers, beside this machine's limits")
TAKES_REST = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line per engine"))


def run(options: argparse.Namespace) -> int:
    """`--scale` and `--engine` too: see benchmarks/README.md."""
    if not Path("benchmarks/run.py").is_file():
        raise CommandFailed(_("the benchmarks live in Tendero's own source folder; run this there"))
    arguments = [*(["--json"] if options.json else []), *options.rest]
    return subprocess.run([sys.executable, "-m", "benchmarks.run", *arguments], check=False).returncode
