"""``messages``: collect the texts of the interface and compile their Spanish."""

from __future__ import annotations

import argparse

from .. import catalogues
from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed

SUMMARY = gettext_noop("collect the texts to translate, room by room, and compile the catalogues")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rooms", nargs="*", help=_("only these rooms"))
    parser.add_argument("--compile", action="store_true", help=_("only compile what changed"))


def run(options: argparse.Namespace) -> int:
    """Exit 0; the messages that lack Spanish are listed, and the contract test fails while there are any."""
    existing = catalogues.rooms()
    unknown = sorted(set(options.rooms) - set(existing))
    if unknown:
        raise CommandFailed(
            _("there is no room “%(room)s”; there are %(known)s") % {"room": unknown[0], "known": ", ".join(existing)}
        )
    if not options.compile:
        import django
        from django.conf import settings

        if not settings.configured:  # enough for Django's template reader: no database, no data folder
            settings.configure()
            django.setup()
        for room in options.rooms or existing:
            _update(room)
    catalogues.compile_stale()
    return 0


def _update(room: str) -> None:
    count, missing = catalogues.update(room)
    if count:
        print(
            _("%(room)s: %(count)s messages, %(missing)s without Spanish")
            % {"room": room, "count": count, "missing": len(missing)}
        )
    for text in missing:
        print(f"  {text!r}")
