"""Whether the web process may listen where it is told to, asked before it is started."""

from __future__ import annotations

import errno
import socket

from ..words import gettext as _
from .failure import CommandFailed
from .numbers import LAST_PORT
from .paths import why


def prove(host: str, port: int) -> None:
    """CommandFailed for a port that is taken or reserved, or an address that is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as problem:
        raise CommandFailed(_reason(problem, host, port)) from problem


def _reason(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        other = port + 1 if port < LAST_PORT else port - 1
        return _("port %(port)s is taken; try --port %(next)s") % {"port": port, "next": other}
    if problem.errno == errno.EADDRNOTAVAIL:
        return _("%s is no address of this machine") % host
    return _("nobody can listen on %(host)s, port %(port)s: %(why)s") % {
        "host": host,
        "port": port,
        "why": why(problem),
    }
