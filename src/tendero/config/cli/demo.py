"""``demo``: a shop with a past, served with its workers on this machine only."""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from .. import words
from ..words import gettext as _
from ..words import gettext_noop
from . import answering, listening, numbers, paths
from .failure import CommandFailed
from .start import start

SUMMARY = gettext_noop("open the demo shop: migrate, fill it if empty, serve it with its workers")
FOLDER = "data/demo"
HOST = "127.0.0.1"
STAMP = ".opened-by"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=numbers.port, default=8000)
    told = _("folder that keeps the demo (default: %s)") % FOLDER
    parser.add_argument("--data", type=paths.folder, default="", help=told)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; then every process of ours ends."""
    listening.prove(HOST, options.port)
    os.environ["TENDERO_DATA"] = options.data or os.environ.get("TENDERO_DATA", "") or FOLDER
    os.environ.setdefault("TENDERO_PUBLIC_URL", f"http://localhost:{options.port}")
    os.environ.setdefault("TENDERO_LOG_LEVEL", "WARNING")
    _open_shop(Path(os.environ["TENDERO_DATA"]))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    processes = [_process("serve", "--port", str(options.port))]
    try:
        if _served(options.port, processes[0], stop):
            processes += [_process("worker", "--queue", queue) for queue in ("short", "long")]
            _welcome(options.port)
        while not stop.wait(0.5):
            _all_alive(processes)
    finally:
        _end(processes)
    return 0


def _open_shop(folder: Path) -> None:
    """Migrate and furnish, unless this version has opened this folder's own database before."""
    stamp, version = folder / STAMP, _version()
    own = not os.environ.get("TENDERO_DATABASE_URL")
    if own and (folder / "tendero.sqlite3").is_file() and stamp.is_file() and stamp.read_text() == version:
        return
    start(statement_timeout=3600)
    from tendero.demo.actions import open_shop

    from .migrate import bring_up_to_date

    bring_up_to_date()
    told = words.of_room("demo")
    if open_shop(say=lambda text: print(f"tendero: {told(text)}...", file=sys.stderr, flush=True)):
        ready = _("the shop is ready")
        print(f"tendero: {ready}", file=sys.stderr, flush=True)
    stamp.write_text(version)


def _version() -> str:
    """The migrations there are, by name and content."""
    total = hashlib.sha256()
    for file in sorted(Path(__file__).parents[2].glob("*/migrations/0*.py")):
        total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()


def _process(*arguments: str) -> subprocess.Popen[bytes]:
    """A process in a group of its own: Ctrl-C reaches this one, which ends the others in order."""
    return subprocess.Popen([sys.executable, "-m", "tendero", *arguments], start_new_session=True)


def _served(port: int, web: subprocess.Popen[bytes], stop: threading.Event) -> bool:
    """Wait until the web process answers; False when we are to stop before that."""

    def pause(seconds: float) -> bool:
        if web.poll() is not None:
            raise CommandFailed(
                _("the web process ended at once; is port %(port)s taken? Try --port %(next)s")
                % {"port": port, "next": port + 1}
            )
        return stop.wait(seconds)

    return answering.wait(HOST, port, pause=pause)


def _welcome(port: int) -> None:
    from tendero.demo.people import PASSWORD, PEOPLE

    told = words.of_room("demo")
    print(f"\n  Menaje Montoro  →  http://localhost:{port}\n")
    for person in PEOPLE:
        print(f"  {person.username:<8}{person.name:<18}{told(person.what)}")
    last = _("Password of them all: %(password)s      Kept in %(folder)s      Ctrl-C closes the shop")
    folder = Path(os.environ["TENDERO_DATA"])
    print(f"\n  {last % {'password': PASSWORD, 'folder': folder}}\n", flush=True)


def _all_alive(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is not None:
            raise CommandFailed(_("a process of the shop ended by itself (exit code %s)") % process.returncode, code=1)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
