"""The countries there are, by their ISO code."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel import Locale

_NO_COUNTRY: Final = frozenset(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"])
"""Unions, inventions and the unknown, which have a code of two letters all the same."""


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Two capital letters each."""
    listed = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in listed if len(code) == 2 and code.isalpha()) - _NO_COUNTRY
