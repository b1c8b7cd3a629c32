"""``worker``: a process that does queued work."""

from __future__ import annotations

import argparse

from ..words import gettext_noop
from .start import start

SUMMARY = gettext_noop("do queued work: mails and small tasks (short), imports and bulk edits (long)")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queue", choices=["short", "long"], default="short")


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C; the job under way keeps what it has committed."""
    start(statement_timeout=600)
    from tendero.kernel.jobs import worker

    worker.run_until_signalled(options.queue)
    return 0
