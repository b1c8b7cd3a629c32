"""The real program on a free port of this machine: `serve` and both workers, on a database of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.places import ROOT, environment_of, place, recreate, run

CAST = "for name in PEOPLE: world.user(name)"
PATIENCE = 60
"""Seconds a process may take to come up or to go."""
LINK = re.compile(r"http://\S+(/first-run/inv_\S+)")


class Template:
    """A migrated database in which the cast exists already; every site begins as a copy of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = os.environ.get("TENDERO_TEST_POSTGRES", "")
        self.url = f"{self.postgres}_journeys" if self.postgres else ""
        tell(CAST, place(folder, self.url))

    def copy(self, folder: Path) -> dict[str, str]:
        """A fresh copy in `folder`; the environment in which the program uses it."""
        shutil.copytree(self.folder, folder)
        url = ""
        if self.url:
            url = f"{self.url}_site"
            recreate(url, template=urlsplit(self.url).path.lstrip("/"))
        return environment_of(folder, url)


class Site:
    """A running program. `url` is its address; `tell` does something inside it."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment = environment
        self.url = f"http://127.0.0.1:{port}"
        self.signed_in: dict[str, Any] = {}

    def tell(self, story: str) -> Any:
        """Run Python with the test's `world` at hand, in the program's own database; the value of `answer`, if set."""
        return tell(story, self.environment)


def tell(story: str, environment: dict[str, str]) -> Any:
    """Run `story` with `world` and `PEOPLE`; the value it left in `answer`."""
    printed = run(["-m", "tests.journeys.tell"], environment, input=story)
    return json.loads(printed.splitlines()[-1])


@contextmanager
def running(environment: dict[str, str]) -> Iterator[Site]:
    """The web process and both workers, stopped at the end."""
    port = free_port()
    environment = {**environment, "TENDERO_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    log = Path(environment["TENDERO_DATA"], "journey.log")
    commands = [["serve", "--port", str(port)], ["worker", "--queue", "short"], ["worker", "--queue", "long"]]
    with log.open("w") as lines:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tendero", *command], env=environment, cwd=ROOT, stdout=lines, stderr=lines
            )
            for command in commands
        ]
        try:
            site = Site(environment, port)
            _wait_until_up(site.url, processes[0], log)
            yield site
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                _end(process)


@contextmanager
def first_run(folder: Path, *options: str) -> Iterator[tuple[str, str]]:
    """The program served where nobody works yet: its address, and the path of the link that it printed.

    From an empty `folder` it migrates first; a `place` in its "data" is migrated already.
    """
    port, log = free_port(), folder / "serve.log"
    environment = environment_of(folder / "data", "") | {"TENDERO_LANGUAGE": "es"}
    command = [sys.executable, "-m", "tendero", "serve", "--port", str(port), *options]
    with log.open("w") as lines:
        web = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=lines, stderr=lines)
        try:
            give_up = time.monotonic() + 4 * PATIENCE
            while not (found := LINK.search(log.read_text())) and web.poll() is None and time.monotonic() < give_up:
                time.sleep(0.2)
            assert found, log.read_text()  # and opens at once
            yield f"http://127.0.0.1:{port}", found[1]
        finally:
            web.terminate()
            _end(web)


def free_port() -> int:
    """A port nobody listens on, on the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the program did not come up:\n{log.read_text()[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
