"""The interpreter set for work on a great many rows: imports, loads."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_GARBAGE: Final = (500_000, 20, 50)
_TURN: Final = 0.0002
_lock: Final = Lock()
_before: list[tuple[tuple[int, int, int], float]] = []
_inside = 0


@contextmanager
def many_rows() -> Iterator[None]:
    """Inside, rows cost what they are; the last to leave puts the interpreter's own settings back.

    A chunk's objects come by hundreds of thousands and go together, none in a circle: looking through them for garbage
    every few hundred objects took a third of an import. And the thread that talks to the database is given its turn at
    once, for while it waits behind one that reads rows, the database has nothing to do.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _inside  # how many are inside: the settings are the whole process's
    with _lock:
        _inside += 1
        if _inside == 1:
            _before.append((gc.get_threshold(), sys.getswitchinterval()))
            gc.set_threshold(*_GARBAGE)
            sys.setswitchinterval(_TURN)


def _leave() -> None:
    global _inside  # see `_enter`
    with _lock:
        _inside -= 1
        if _inside == 0:
            garbage, turn = _before.pop()
            gc.set_threshold(*garbage)
            sys.setswitchinterval(turn)
