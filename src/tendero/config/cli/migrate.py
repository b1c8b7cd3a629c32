"""``migrate``: bring the database to this version."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed
from .start import start, unanswered

SUMMARY = gettext_noop("create or update the database")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("app", nargs="?", help=_("only this room"))
    parser.add_argument("migration", nargs="?", help=_("up or down to this migration"))
    parser.add_argument("--plan", action="store_true", help=_("show what would be done"))


def run(options: argparse.Namespace) -> int:
    start(statement_timeout=3600)
    if why := unanswered():
        raise CommandFailed(_("the database does not answer: %s") % why, 1)
    from django.core.management import call_command

    arguments = [name for name in (options.app, options.migration) if name]
    if arguments or options.plan:
        _check_names(options.app, options.migration)
        call_command("migrate", *arguments, interactive=False, plan=options.plan, verbosity=1)
        return 0
    if not bring_up_to_date(say=lambda name: print(_("to apply: %s") % name, flush=True)):
        call_command("migrate", interactive=False, verbosity=0)  # rights of what is new need no migration
        call_command("createcachetable", verbosity=0)
    print(_("the database is up to date"))
    return 0


def _check_names(room: str | None, migration: str | None) -> None:
    """CommandFailed for a room without migrations, or a beginning that no migration of it has, or several."""
    from django.db import connection
    from django.db.migrations.loader import AmbiguityError, MigrationLoader

    loader = MigrationLoader(connection)
    if room and room not in loader.migrated_apps:
        known = ", ".join(sorted(loader.migrated_apps))
        raise CommandFailed(_("there is no room “%(room)s”; there are %(known)s") % {"room": room, "known": known})
    if room and migration and migration != "zero":
        try:
            loader.get_migration_by_prefix(room, migration)
        except (KeyError, AmbiguityError) as error:
            wrong = {"room": room, "name": migration}
            raise CommandFailed(_("%(room)s has no one migration that begins with “%(name)s”") % wrong) from error


def bring_up_to_date(say: Callable[[str], None] = lambda name: None) -> bool:
    """Apply what is missing, naming each to `say`; Django is set up already. Return whether there was anything."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _backwards in pending:
        say(f"{migration.app_label}.{migration.name}")
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    return bool(pending)
