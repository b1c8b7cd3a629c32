"""Whether the web process answers yet, asked as a browser on this machine would."""

from __future__ import annotations

import http.client
from collections.abc import Callable

from ..words import gettext as _
from .failure import CommandFailed

PATIENCE = 60.0
"""Seconds the web process has to answer for the first time."""
_PAUSE = 0.1
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask one that listens on every address


def wait(host: str, port: int, *, pause: Callable[[float], object]) -> bool:
    """Ask until it answers. False once `pause` (takes seconds) says to give up; CommandFailed after a minute."""
    for _attempt in range(int(PATIENCE / _PAUSE)):
        if answers(host, port):
            return True
        if pause(_PAUSE):
            return False
    raise CommandFailed(_("nothing answered on port %s") % port)


def answers(host: str, port: int) -> bool:
    """Whether pages are served there: any answer but a fault of the server will do, as a proxy may wait before it."""
    connection = http.client.HTTPConnection(_ANYWHERE.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
