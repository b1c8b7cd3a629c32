"""One warm client, signed in, that keeps its connection open and reads the server's own time."""

from __future__ import annotations

import http.client
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

_TIMING = re.compile(r"app;dur=([\d.]+)")
IDLE_SECONDS = 1.0
_QUERIES = re.compile(r'db;desc="(\d+)"')


@dataclass(frozen=True)
class Measured:
    """What a screen takes in the server: milliseconds, and queries of the last answer."""

    name: str
    p50_ms: float
    p95_ms: float
    queries: int


class Client:
    """Speaks HTTP/1.1 to one port with one session.

    Like a browser it takes a new connection where the old one has been idle: the server closes those after a while.
    """

    def __init__(self, port: int, session: str, csrf: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.used = time.monotonic()
        self.headers = {
            "Cookie": f"tendero_session={session}; tendero_csrf={csrf}",
            "X-CSRFToken": csrf,
            "Origin": f"http://127.0.0.1:{port}",
            "Referer": f"http://127.0.0.1:{port}/",
            "Accept-Encoding": "identity",
        }

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        return self._send("GET", path, None, headers)

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, urlencode(fields).encode(), kind | headers)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if time.monotonic() - self.used > IDLE_SECONDS:
            self.connection.close()  # the next request opens it again
        self.connection.request(method, path, body, self.headers | headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.used = time.monotonic()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return answer, content


def measure(name: str, times: int, ask: Callable[[int], http.client.HTTPResponse]) -> Measured:
    """Ask `times` after a tenth of them as warm-up."""
    spent: list[float] = []
    queries = 0
    warm = max(3, times // 10)
    for number in range(times + warm):
        header = ask(number).headers.get("Server-Timing", "")
        found = _TIMING.search(header)
        if found is None:
            raise RuntimeError(f"{name}: the server tells no time")
        if number >= warm:
            spent.append(float(found[1]))
        counted = _QUERIES.search(header)
        queries = int(counted[1]) if counted else 0
    spent.sort()
    return Measured(name, round(statistics.median(spent), 1), round(spent[int(len(spent) * 0.95)], 1), queries)
