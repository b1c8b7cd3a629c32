"""``duplicates``: look for contacts that are in the base twice."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..words import gettext as _
from ..words import gettext_noop
from .start import start

SUMMARY = gettext_noop("look for contacts that are in the base twice")


class Here:
    """The search told of in no job: this process does it."""

    checkpoint: dict[str, Any] = {}

    def progress(self, done: int, total: int | None = None, note: str | None = None) -> None:
        """Nobody is looking."""

    @contextmanager
    def chunk(
        self, state: dict[str, Any] | None = None, *, done: int | None = None, total: int | None = None
    ) -> Iterator[None]:
        """A piece of the work, kept whole or not at all."""
        from django.db import transaction

        with transaction.atomic():
            yield


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print the figures as JSON"))


def run(options: argparse.Namespace) -> int:
    """Compares the whole base; the desk of duplicates shows what was found."""
    start(statement_timeout=3600)
    from tendero.directory.actions.duplicates import find_duplicates

    begun = time.monotonic()
    found = find_duplicates(Here())
    seconds = round(time.monotonic() - begun, 1)
    if options.json:
        print(json.dumps({**found, "seconds": seconds}))
    else:
        said = _("%(pairs)s pairs look alike, of %(compared)s compared, in %(seconds)s s")
        print(said % {**found, "seconds": seconds})
    return 0
