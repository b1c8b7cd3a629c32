"""``serve``: the web process."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from ..words import gettext as _
from ..words import gettext_noop
from . import first_run, listening, numbers
from .start import unanswered

SUMMARY = gettext_noop("serve the web pages and the API")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", type=numbers.address, default="127.0.0.1", help=_("address to listen on (default: loopback only)")
    )
    parser.add_argument("--port", type=numbers.port, default=8000)
    parser.add_argument("--workers", action="store_true", help=_("start a worker of each queue beside it"))
    threads = _("web processes; each has TENDERO_WEB_THREADS threads")
    parser.add_argument("--processes", type=numbers.processes, default=1, help=threads)


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C. Requests under way are finished first.

    A place without any table is prepared first, as there is nothing to lose; one that is behind is for ``migrate``.
    Where nobody works yet, the link for the first account is printed once it opens.
    """
    from ..catalogues import compile_stale
    from ..environment import check_names

    check_names(os.environ)
    os.environ.setdefault("TENDERO_PUBLIC_URL", f"http://localhost:{options.port}")
    listening.prove(options.host, options.port)
    compile_stale()
    why = unanswered()
    if why:  # it may come later than we do: said, and no reason not to serve
        print(f"tendero: {_('the database does not answer: %s') % why}", file=sys.stderr, flush=True)
    with (
        nullcontext() if why else first_run.offered(options.host, options.port),
        _workers() if options.workers else nullcontext(),
    ):
        _serve(options)
    return 0


@contextmanager
def _workers() -> Iterator[None]:
    """A worker of each queue while we serve, in groups of their own: they end when we do."""
    command = [sys.executable, "-m", "tendero", "worker", "--queue"]
    processes = [subprocess.Popen([*command, queue], start_new_session=True) for queue in ("short", "long")]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _serve(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    from ..environment import Environment

    Granian(
        "tendero.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=Environment(os.environ).number("TENDERO_WEB_THREADS") or 1,
        runtime_threads=1,
        http=HTTPModes.http1,
        websockets=False,
        backpressure=256,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    ).serve()
