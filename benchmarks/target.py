"""The database and the processes that are measured."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SIZES = {"postgresql": (200_000, 1_000_000, 50_000, 2_000_000), "sqlite": (100_000, 500_000, 25_000, 200_000)}
"""Parties, activities, opportunities, lines of sales."""
DATABASE = f"tendero_bench_{os.getpid()}"


@dataclass
class Target:
    """One engine: where its data is and what environment its processes get."""

    engine: str
    size: tuple[int, int, int, int]
    environment: dict[str, str]
    port: int = 0
    pid: int = 0

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tendero", *arguments]

    def run(self, *arguments: str) -> str:
        """Run a command of ours to its end; its output. CalledProcessError if it fails."""
        done = subprocess.run(
            self.command(*arguments), check=True, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def ask(self, script: str) -> Any:
        """Run a Python script inside Django's set-up; the JSON it prints last."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{script}"],
            check=True,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "tendero.config.settings"},
            stdout=subprocess.PIPE,
            text=True,
        )
        return json.loads(done.stdout.strip().splitlines()[-1])

    def web_rss_mb(self) -> float:
        """Memory of the process that answers: the largest child of the server."""
        sizes = [_rss_kb(pid) for pid in (self.pid, *_children(self.pid))]
        return round(max(sizes, default=0) / 1024, 1)


@contextmanager
def made(engine: str, scale: float, folder: Path, keep: bool = False) -> Iterator[Target]:
    """An empty database of that engine, dropped at the end unless somebody wants to `keep` it (PostgreSQL)."""
    size = tuple(max(100, int(number * scale)) for number in SIZES[engine])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TENDERO_")}
    environment |= {
        "TENDERO_DATA": str(folder / engine),
        "TENDERO_SERVER_TIMING": "1",
        "TENDERO_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    if engine == "sqlite":
        yield Target(engine, size, environment)  # type: ignore[arg-type]
        return
    server = os.environ["TENDERO_TEST_POSTGRES"]
    parts = urlsplit(server)
    environment["TENDERO_DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{DATABASE}"))
    _postgres(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", f"CREATE DATABASE {DATABASE}")
    try:
        yield Target(engine, size, environment)  # type: ignore[arg-type]
    finally:
        if keep:
            print(f"bench: {DATABASE} stays", file=sys.stderr)
        else:
            _postgres(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


@contextmanager
def served(target: Target) -> Iterator[None]:
    """The web process and a worker for long jobs, on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        target.port = free.getsockname()[1]
    target.environment["TENDERO_PUBLIC_URL"] = f"http://127.0.0.1:{target.port}"
    web = subprocess.Popen(target.command("serve", "--port", str(target.port)), env=target.environment)
    target.pid = web.pid
    try:
        _await(target.port, web)
        yield
    finally:
        web.terminate()
        web.wait(timeout=30)


def _await(port: int, web: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if web.poll() is not None:
            raise RuntimeError("the web process ended at once")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web process does not answer")


def _postgres(url: str, *statements: str) -> None:
    import psycopg

    address = urlunsplit(urlsplit(url)._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found.append(int(entry.name))
    return found


def _rss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
