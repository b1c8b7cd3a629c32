"""What the commands about copies have in common: how they tell sizes and steps, and what stops them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import words
from ..words import gettext as _
from . import paths
from .failure import CommandFailed
from .start import unanswered

UNITS = ("B", "kB", "MB", "GB", "TB")


class Steps:
    """Tells on stderr what is being done, once a second at most; nothing when nobody looks."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._told = quiet or not sys.stderr.isatty(), 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._quiet or time.monotonic() - self._told < 1:
            return
        self._told = time.monotonic()
        print(f"tendero: {what} {done}/{total}...", file=sys.stderr, flush=True)


def configure_output(parser: argparse.ArgumentParser) -> None:
    """The options of everything that tells of a copy."""
    parser.add_argument("--quiet", action="store_true", help=_("say nothing unless something is wrong"))
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """What is wrong with a copy, its place or the disk, as one sentence; the kernel speaks the command's language."""
    from django.utils import translation

    from tendero.kernel.backup.format import NotEmpty, Unusable

    try:
        with translation.override(words.language(os.environ)):
            yield
    except Unusable as wrong:
        raise CommandFailed(_("%(file)s is not restored: %(why)s") % {"file": file, "why": wrong}) from wrong
    except NotEmpty as there:
        hint = _("restore into an empty place: another TENDERO_DATA, another database")
        raise CommandFailed(f"{there}; {hint}") from there
    except OSError as problem:
        raise CommandFailed(_("the disk does not let it: %s") % paths.why(problem)) from problem


def refuse_without_database() -> None:
    """CommandFailed when the database does not answer."""
    if why := unanswered():
        raise CommandFailed(_("the database does not answer: %s") % why, 1)


def size(count: int) -> str:
    """Bytes as people read them."""
    number, unit = float(count), 0
    while number >= 1000 and unit < len(UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} {UNITS[unit]}" if number >= 10 or not unit else f"{number:.1f} {UNITS[unit]}"
