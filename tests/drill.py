"""The real command line in places of its own, and what such a place holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.places import ROOT, drop, recreate

POSTGRES = os.environ.get("TENDERO_TEST_POSTGRES", "")


def tendero(data: Path, *arguments: str, url: str = "", fails: int = 0) -> str:
    """What the command says; on the error stream when it is to fail with that code."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("TENDERO_", "DJANGO_"))}
    environment = known | {"TENDERO_DATA": str(data), "TENDERO_DATABASE_URL": url, "LANGUAGE": "es"}
    environment |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=data.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == fails, done.stderr[-3000:]
    return done.stderr if fails else done.stdout


def facts(data: Path, url: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tendero(data, "tests.backup_shop", "facts", url=url))
    return found


@contextmanager
def empty_postgres(name: str) -> Iterator[str]:
    """The address of a database with nothing in it, gone afterwards."""
    url = f"{POSTGRES}_{name}"
    recreate(url)
    yield url
    drop(url)
