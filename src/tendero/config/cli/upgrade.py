"""``upgrade``: the database to this version, with a copy made first and a way back."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .. import words
from ..words import gettext as _
from ..words import gettext_noop
from . import check, copying, paths
from .failure import CommandFailed
from .migrate import bring_up_to_date
from .start import start

if TYPE_CHECKING:
    from tendero.kernel.backup import Written
    from tendero.kernel.backup.going_back import WayBack

SUMMARY = gettext_noop("after getting a new version: copy everything, bring the database up to date, check; or go back")
KEPT = 3
"""Copies made before upgrades that stay."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help=_("say nothing unless something is wrong"))


def run(options: argparse.Namespace) -> int:
    """Exit code 0 once the database is of this version and whole; else it says how things stand and the way back."""
    start(statement_timeout=86_400)
    copying.refuse_without_database()
    from django.core.management import call_command
    from django.db import connection

    from tendero.kernel.backup import keeping

    if not connection.introspection.table_names():
        raise CommandFailed(_("there is nothing to upgrade: the database is empty; run: ./tendero migrate"))
    _refuse_unsound()
    with copying.in_words(keeping.folder()):
        written = keeping.make("upgrade", say=copying.Steps(quiet=options.quiet))
    _say(options, _("copied: %s") % written.path)
    with _way_back(written, options):
        if not bring_up_to_date(say=lambda name: _say(options, _("to apply: %s") % name)):
            call_command("migrate", interactive=False, verbosity=0)  # rights of what is new need no migration
        _check()
    keeping.let_go("upgrade", KEPT)
    keeping.noted()
    _say(options, _("the database is up to date and whole; now start Tendero again"))
    return 0


def _refuse_unsound() -> None:
    """Nothing is begun with a program that cannot run."""
    from django.core import checks

    wrong = [found for found in checks.run_checks() if found.level >= checks.ERROR and not found.is_silenced()]
    if wrong:
        raise CommandFailed(_("nothing has been changed: %s") % wrong[0].msg, 1)


def _check() -> None:
    if code := check.run(argparse.Namespace(quick=False)):
        raise CommandFailed(_("after the upgrade not everything adds up"), code)


@contextmanager
def _way_back(written: Written, options: argparse.Namespace) -> Iterator[None]:
    """A failure, or Ctrl-C, puts the database back as it was; where that fails too, it says how things stand."""
    way = _prepared(written, options)
    try:
        yield
    except (Exception, KeyboardInterrupt) as problem:
        raise CommandFailed(_gone_back(way, written.path, _why(problem)), 1) from problem
    way.forget()


def _prepared(written: Written, options: argparse.Namespace) -> WayBack:
    """CommandFailed where no way back can be kept: nothing has been changed then."""
    from django.db import DatabaseError

    from tendero.kernel.backup.going_back import WayBack

    try:
        with copying.in_words(written.path):
            return WayBack(written, say=copying.Steps(quiet=options.quiet))
    except DatabaseError as problem:
        told = _("nothing has been changed: the database lets no way back be kept (%s)")
        raise CommandFailed(told % _why(problem), 1) from problem


def _gone_back(way: WayBack, copy: Path, why: str) -> str:
    """Go back, and say so, or that it cannot be done."""
    from django.utils import translation

    try:
        with translation.override(words.language(os.environ)):
            held = way.take()
            way.forget()
    except (Exception, KeyboardInterrupt) as problem:
        return _stands(copy, why, _why(problem))
    told = _("it failed, and the database is as it was before: %s.") % why
    told += " " + _("The former version works; a copy is %s") % copy
    if held:
        told += ". " + _("Mail left after that copy, so none leaves until you say: ./tendero mail --resume")
    return told


def _stands(copy: Path, why: str, why_not: str) -> str:
    """How things are where there was no going back, and the command that brings the copy into an empty place."""
    told = {"why": why, "not": why_not}
    command = f"TENDERO_DATA=NEW TENDERO_DATABASE_URL=NEW ./tendero restore {copy}"
    first = _("it failed: %(why)s; going back failed too: %(not)s. Keep Tendero stopped.") % told
    return f"{first} " + _("To go back, with the former version into an empty database: %(command)s") % {
        "command": command
    }


def _why(problem: BaseException) -> str:
    if isinstance(problem, OSError):
        return paths.why(problem)
    return " ".join(str(problem).split()) or type(problem).__name__


def _say(options: argparse.Namespace, text: str) -> None:
    if not options.quiet:
        print(f"tendero: {text}", file=sys.stderr, flush=True)
