"""``check``: are the configuration and the data whole?"""

from __future__ import annotations

import argparse
import sys

from django.core.checks import CheckMessage

from .start import start

SUMMARY = "check configuration and integrity; the exit code tells"
UNSOUND = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="configuration only, without reading the data")


def run(options: argparse.Namespace) -> int:
    """Print every finding on stderr; exit 0 when there is no error, 1 otherwise.

    A room adds a check of its data with ``@checks.register("integrity", deploy=True)``.
    """
    start(statement_timeout=3600)
    from django.core import checks
    from django.db import DatabaseError

    try:
        findings = _pending()
        findings += checks.run_checks(
            include_deployment_checks=not options.quick and not findings, databases=["default"]
        )
    except DatabaseError as error:
        print(f"error: the database does not answer: {error}", file=sys.stderr)
        return UNSOUND
    errors = 0
    for finding in findings:
        if finding.is_silenced():
            continue
        serious = finding.level >= checks.ERROR
        errors += serious
        print(f"{'error' if serious else 'warning'}: {finding}", file=sys.stderr)
    print("well" if not errors else f"{errors} errors")
    return UNSOUND if errors else 0


def _pending() -> list[CheckMessage]:
    from django.core import checks
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return []
    return [checks.Error(f"{len(plan)} migrations are not applied", hint="run: tendero migrate", id="tendero.E001")]
