"""How many requests a token may make, counted in the cache that all processes share.

A process takes requests from the shared count a block at a time, so most requests ask nobody.
"""

from __future__ import annotations

import hashlib
import threading
from typing import Final

from django.core.cache import cache

from tendero.kernel import clock
from tendero.records.rest.problems import Problem

PER_MINUTE: Final = 600
BLOCK: Final = 20
_WINDOW: Final = 60

_lock = threading.Lock()
_taken: dict[str, tuple[int, int]] = {}
"""By token: the minute a block was taken in, and what is left of it."""


def take(authorization: str, *, limit: int | None = None) -> None:
    """Count one request of whoever sends this header. Problem 429, saying when to come back, beyond the limit."""
    moment = int(clock.now().timestamp())
    minute = moment // _WINDOW
    key = hashlib.sha256(authorization.encode()).hexdigest()[:32]
    with _lock:
        window, left = _taken.get(key, (minute, 0))
        if window != minute or left < 1:
            left = _block(key, minute, limit or PER_MINUTE)
        if left < 1:
            _taken.pop(key, None)
            raise Problem(429, headers={"Retry-After": str(_WINDOW - moment % _WINDOW)})
        if len(_taken) > 10_000:
            _taken.clear()
        _taken[key] = (minute, left - 1)


def _block(key: str, minute: int, limit: int) -> int:
    """Take a block from the shared count; 0 when the minute's are spent."""
    name = f"api:{key}:{minute}"
    block = min(BLOCK, limit)
    if cache.add(name, block, 2 * _WINDOW):
        return block
    try:
        used = cache.incr(name, block)
    except ValueError:  # it expired this moment
        return block
    return max(0, min(block, limit - (used - block)))
