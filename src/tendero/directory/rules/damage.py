"""What spreadsheets do to codes and telephones, and whether it can be put right."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_SCIENTIFIC: Final = re.compile(r"^([+-]?\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})$")
_CUT: Final = re.compile(r"^\d{15}0+$")
_SERIAL: Final = re.compile(r"^\d{4,5}(?:[.,]0+)?$")
_FIRST_DAY: Final = date(1899, 12, 30)
ERRORS: Final = frozenset([
    "#ref!", "#¡ref!", "#value!", "#¡valor!", "#div/0!", "#¡div/0!", "#name?", "#¿nombre?", "#num!", "#¡num!", "#null!",
    "#¡nulo!", "#n/d", "#spill!", "#desborde!", "#calc!", "#error!", "err:502", "err:508", "#getting_data",
])  # fmt: skip
"""Errors of formulas in Spanish and English; `#N/A` is said on purpose, for a value that there is not."""


def is_error(text: str) -> bool:
    """Whether a cell holds an error of a formula, or signs for a number that did not fit its column."""
    return text.lower() in ERRORS or (len(text) > 2 and not text.strip("#"))


def digits(text: str) -> str | None:
    """The digits of a code or telephone that a spreadsheet may have turned into a number; None where some are lost.

    ``6.55102938E+08`` still holds all nine, ``6,55E+08`` does not; of more than fifteen Excel makes zeros. Any other
    text comes back as it is.
    """
    if found := _SCIENTIFIC.match(text):
        rest, power = (found[2] or ""), int(found[3])
        if len(rest) != power:  # a last zero may be missing from what is written; we do not guess it
            return None
        return f"{found[1].lstrip('+')}{rest}"
    return None if _CUT.match(text) else text


def serial_day(text: str) -> date | None:
    """The day behind a serial number of Excel: «29831» is 2 September 1981. None outside 1902 to 2099."""
    if not _SERIAL.match(text):
        return None
    number = int(re.split("[.,]", text)[0])
    return _FIRST_DAY + timedelta(days=number) if 1_000 <= number <= 73_050 else None
