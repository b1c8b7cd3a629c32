"""Public references: the only identifiers that leave the system.

Twenty characters of Crockford's base 32: nine for the millisecond (45 bits, until the year 3084), eleven random
(55 bits). They sort by the time they were made, so an index on them grows at its end.
"""

import os
import time
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH: Final = 20
_TIME_BITS: Final = 45
_RANDOM_BITS: Final = 55
_PAIRS: Final = [high + low for high in ALPHABET for low in ALPHABET]
_AT_ONCE: Final = 256
_drawn: list[int] = []
"""Random numbers asked of the system ahead, many at a time; a forked process throws them away."""


def new_ref() -> str:
    """A fresh reference, e.g. ``1hzx5q2vw8m0k3n7r4td``."""
    milliseconds = time.time_ns() // 1_000_000
    return encode((milliseconds & ((1 << _TIME_BITS) - 1)) << _RANDOM_BITS | _random())


def encode(number: int) -> str:
    """Write `number` (below 2**100) as twenty base-32 digits."""
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(5 * (LENGTH - 2), -1, -10)])


def is_ref(text: object) -> bool:
    """Whether `text` has the shape of a reference; says nothing about its existence."""
    return isinstance(text, str) and len(text) == LENGTH and all(letter in ALPHABET for letter in text)


def _random() -> int:
    """Fifty-five random bits, each drawn only once: taking one from the end of a list is atomic."""
    try:
        number = _drawn.pop()
    except IndexError:
        fresh = memoryview(os.urandom(8 * _AT_ONCE)).cast("Q").tolist()
        number = fresh.pop()
        _drawn.extend(fresh)
    return number >> (64 - _RANDOM_BITS)


os.register_at_fork(after_in_child=_drawn.clear)
