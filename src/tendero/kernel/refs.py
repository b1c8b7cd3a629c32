"""Public references: the only identifiers that leave the system.

Twenty characters of Crockford's base 32: nine for the millisecond (45 bits, until the year 3084), eleven random
(55 bits). They sort by the time they were made, so an index on them grows at its end.
"""

import secrets
import time
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH: Final = 20
_TIME_BITS: Final = 45
_RANDOM_BITS: Final = 55


def new_ref() -> str:
    """A fresh reference, e.g. ``1hzx5q2vw8m0k3n7r4td``."""
    milliseconds = time.time_ns() // 1_000_000
    return encode((milliseconds & ((1 << _TIME_BITS) - 1)) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))


def encode(number: int) -> str:
    """Write `number` (below 2**100) as twenty base-32 digits."""
    digits = [ALPHABET[(number >> shift) & 31] for shift in range(5 * (LENGTH - 1), -1, -5)]
    return "".join(digits)


def is_ref(text: object) -> bool:
    """Whether `text` has the shape of a reference; says nothing about its existence."""
    return isinstance(text, str) and len(text) == LENGTH and all(letter in ALPHABET for letter in text)
