"""``test``: every test, on every engine there is."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed

SUMMARY = gettext_noop("run the tests: unit, contract, journeys in Chromium, database tests on both engines")
TAKES_REST = True
POSTGRES = "TENDERO_TEST_POSTGRES"
BY_FILE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""On two workers, each file with one of them, in the order of `conftest.py`."""
NOTHING_COLLECTED = 5


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--one-engine", action="store_true", help=_("only SQLite, even where PostgreSQL is named"))


def run(options: argparse.Namespace) -> int:
    """First everything on SQLite; then, where TENDERO_TEST_POSTGRES names a server, the database tests there.

    A file stays with one worker: journeys tell one story from file's beginning to its end. What else is given goes to
    pytest. The exit code is the first that is not zero.
    """
    root = Path.cwd()
    if not (root / "tests" / "world.py").is_file():
        raise CommandFailed(_("the tests live in Tendero's own source folder; run this there"))
    postgres = os.environ.get(POSTGRES, "")
    with tempfile.TemporaryDirectory(prefix="tendero-compiled-") as compiled:
        return _passes(options, postgres, compiling_into(compiled))


def compiling_into(folder: str) -> dict[str, str]:
    """The environment of the tests: where Python may leave nothing beside the sources, it leaves it in `folder`.

    The tests start the program some hundreds of times. One that finds no compiled module compiles a thousand of them,
    which is most of its start.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if len(environment) < len(os.environ):
        environment.setdefault("PYTHONPYCACHEPREFIX", folder)
    return environment


def _passes(options: argparse.Namespace, postgres: str, environment: dict[str, str]) -> int:
    code = _pytest("SQLite", [*BY_FILE, *options.rest], environment | {POSTGRES: ""})
    if postgres and not options.one_engine and code in {0, NOTHING_COLLECTED}:
        chosen = [*BY_FILE, "-m", "database and not once and not journey", *options.rest]
        second = _pytest("PostgreSQL", chosen, environment | {POSTGRES: postgres})
        code = second if second != NOTHING_COLLECTED else code
    elif not postgres:
        print(
            _("PostgreSQL: not tried; set %s to the address of a server to run the database tests there too") % POSTGRES
        )
    return code


def _pytest(engine: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"── {engine} ──", flush=True)
    told = environment | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False, env=told).returncode
