"""``upgrade``: the database to this version, with a copy made first and a way back."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ..words import gettext as _
from ..words import gettext_noop
from . import check, copying
from .failure import CommandFailed
from .migrate import bring_up_to_date
from .start import start, unapplied

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
        copy = keeping.make("upgrade", say=copying.Steps(quiet=options.quiet)).path
    _say(options, _("copied: %s") % copy)
    with _way_back(copy):
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
def _way_back(copy: Path) -> Iterator[None]:
    """On SQLite a failure puts the former database back; on PostgreSQL it says how things stand and what to do."""
    from django.db import connection

    saved = copy.with_suffix(".sqlite3") if connection.vendor == "sqlite" else None
    try:
        if saved:
            _pour(connection, into=saved)
        yield
    except Exception as problem:
        why = " ".join(str(problem).split()) or type(problem).__name__
        if saved:
            _pour(connection, out_of=saved)
            first = _("it failed, and the database is as it was before: %s.") % why
            raise CommandFailed(f"{first} " + _("The former version works; a copy is %s") % copy, 1) from problem
        raise CommandFailed(_stands(copy, why), 1) from problem
    finally:
        if saved:
            saved.unlink(missing_ok=True)


def _stands(copy: Path, why: str) -> str:
    """How far a PostgreSQL database came, and the command that goes back."""
    left = unapplied()
    told = {"why": why, "left": left, "command": f"TENDERO_DATA=NEW TENDERO_DATABASE_URL=NEW ./tendero restore {copy}"}
    first = _("it failed: %(why)s. Migrations still to apply: %(left)s; keep Tendero stopped.") % told
    return f"{first} " + _("To go back, with the former version into an empty database: %(command)s") % told


def _pour(connection: Any, *, into: Path | None = None, out_of: Path | None = None) -> None:
    """The whole database file into another, or another into it, as one transaction: others may have it open."""
    connection.close()
    file = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(file, timeout=30)) as live, closing(sqlite3.connect(into or out_of or "")) as beside:
        source, target = (live, beside) if into else (beside, live)
        source.backup(target)
        target.commit()
    if into:
        into.chmod(0o600)


def _say(options: argparse.Namespace, text: str) -> None:
    if not options.quiet:
        print(f"tendero: {text}", file=sys.stderr, flush=True)
