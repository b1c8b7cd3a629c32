"""Numbers and addresses as arguments: read, and refused in words where they can mean nothing."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from ipaddress import ip_address

from ..words import gettext as _
from .parser import shown

MOST_ROWS = 100_000_000
"""Rows that a command makes at most: beyond, a slip of the finger."""
MOST_PROCESSES = 256
LAST_PORT = 65535


def whole(text: str) -> int:
    """A whole number of any size and sign."""
    try:
        return int(text)
    except ValueError:
        raise _refused(_("must be a whole number, not “%s”"), text) from None


def between(least: int, most: int) -> Callable[[str], int]:
    """Reads whole numbers from `least` to `most`, both included."""

    def read(text: str) -> int:
        """The number, if it lies between both."""
        number = whole(text)
        if not least <= number <= most:
            message = _("must lie between %(least)s and %(most)s, and is %(number)s")
            raise argparse.ArgumentTypeError(message % {"least": least, "most": most, "number": shown(text)})
        return number

    return read


rows = between(0, MOST_ROWS)
row = between(0, MOST_ROWS)
processes = between(1, MOST_PROCESSES)
port = between(1, LAST_PORT)


def above_zero(text: str) -> float:
    """A number greater than zero, with decimals or without."""
    try:
        number = float(text)
    except ValueError:
        raise _refused(_("must be a number, not “%s”"), text) from None
    if not (math.isfinite(number) and number > 0):
        raise _refused(_("must be greater than 0, and is %s"), text)
    return number


def address(text: str) -> str:
    """The address of one of this machine's networks; names are not asked for."""
    try:
        return str(ip_address(text))
    except ValueError:
        raise _refused(_("must be an IP address such as 127.0.0.1 or 0.0.0.0, not “%s”"), text) from None


def _refused(message: str, text: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(message % shown(text))
