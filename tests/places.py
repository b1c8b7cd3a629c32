"""Where the program lives in tests: what a process of it is told, and a migrated database, made once a run and copied.

To migrate from nothing takes seconds of work, and what comes out is always the same. After `begin`, `place` and
`copy_under` copy what whoever asked first has made with ``tendero migrate``. A test about
migrating or about the first start asks for neither.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
RUN = "RUN_OF_TESTS"
"""Names the folder of this run to all its processes. No setting: the program refuses those that it does not know."""
POSTGRES = "TENDERO_TEST_POSTGRES"


def environment_of(folder: Path, database: str) -> dict[str, str]:
    """What a process of the program is told: nothing of the tester's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TENDERO_", "DJANGO_"))}
    kept |= {
        "TENDERO_DATA": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "TENDERO_LOG_LEVEL": "WARNING",
    }
    return kept | ({"TENDERO_DATABASE_URL": database} if database else {})


def run(arguments: list[str], environment: dict[str, str], **options: Any) -> str:
    """One command of the program; what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        raise RuntimeError(f"{arguments} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def recreate(url: str, template: str = "template0") -> None:
    """An empty PostgreSQL database, or a copy of `template`, under the name in `url`."""
    drop(url)
    names = sql.Identifier(_name(url)), sql.Identifier(template)
    with _server(url) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


def drop(url: str) -> None:
    """The PostgreSQL database in `url` is no more, whoever is connected to it."""
    with _server(url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_name(url))))


def begin() -> Callable[[], None]:
    """Open the folder of a run, in the process that starts the others; what takes away all that the run has made."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="tendero-run-")
    return _end


def _end() -> None:
    folder = Path(os.environ.pop(RUN))
    if (folder / "postgres").exists():
        drop(_migrated_url())
    shutil.rmtree(folder, ignore_errors=True)


def place(folder: Path, database: str = "") -> dict[str, str]:
    """A migrated place in `folder`, on SQLite or in the PostgreSQL `database`; the environment of the program there."""
    folder.mkdir(parents=True, exist_ok=True)
    if database:
        recreate(database, template=migrated_on_postgres())
    else:
        shutil.copyfile(_migrated_file(), folder / "tendero.sqlite3")
    return environment_of(folder, database)


def copy_under(connection: Any) -> str:
    """Put a migrated test database under Django's `connection`; the name it had, for `destroy_test_db`."""
    from django.conf import settings

    known, before = connection.settings_dict, connection.settings_dict["NAME"]
    on_postgres = connection.vendor == "postgresql"
    if on_postgres:
        known["TEST"]["TEMPLATE"] = migrated_on_postgres()
    name = connection.creation._create_test_db(verbosity=0, autoclobber=True)
    if not on_postgres:
        shutil.copyfile(_migrated_file(), name)
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = known["NAME"] = name
    return str(before)


def migrated_on_postgres() -> str:
    """The name of the PostgreSQL database that all others are copies of; nobody stays connected to it."""
    url = _migrated_url()
    with _alone() as folder:
        made = folder / "postgres"
        if not made.exists():
            recreate(url)
            run(["-m", "tendero", "migrate"], environment_of(folder / "data", url))
            made.touch()
    return _name(url)


def _migrated_file() -> Path:
    """The SQLite file that all others are copies of, in one piece: what was still in its log is in it."""
    with _alone() as folder:
        made = folder / "migrated.sqlite3"
        if not made.exists():
            run(["-m", "tendero", "migrate"], environment_of(folder / "sqlite", ""))
            half = folder / "half.sqlite3"
            with (
                closing(sqlite3.connect(folder / "sqlite" / "tendero.sqlite3")) as source,
                closing(sqlite3.connect(half)) as target,
            ):
                source.backup(target)
            half.rename(made)
    return made


@contextmanager
def _alone() -> Iterator[Path]:
    """The folder of the run, which no other process works in meanwhile."""
    folder = Path(os.environ[RUN])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _migrated_url() -> str:
    return f"{os.environ[POSTGRES]}_migrated"


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _server(url: str) -> psycopg.Connection[Any]:
    parts = urlsplit(url)._replace(scheme="postgresql", path="/postgres")
    return psycopg.connect(urlunsplit(parts), autocommit=True)
