"""``migrate``: bring the database to this version."""

from __future__ import annotations

import argparse

from .start import start

SUMMARY = "create or update the database"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("app", nargs="?", help="only this room")
    parser.add_argument("migration", nargs="?", help="up or down to this migration")
    parser.add_argument("--plan", action="store_true", help="show what would be done")


def run(options: argparse.Namespace) -> int:
    start(statement_timeout=3600)
    from django.core.management import call_command

    arguments = [name for name in (options.app, options.migration) if name]
    call_command("migrate", *arguments, interactive=False, plan=options.plan, verbosity=1)
    if not arguments and not options.plan:
        call_command("createcachetable", verbosity=0)
    return 0


def bring_up_to_date() -> bool:
    """Apply what is missing without a word; Django is set up already. Return whether there was anything to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    return pending
