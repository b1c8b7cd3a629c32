"""How a cell travels: text as it is, or a typed value of a workbook behind a mark no text cell can hold.

A workbook knows that 03/11/2019 is a date and 655102938 a number; a CSV does not. Staged files keep that knowledge by
starting typed cells with the unit separator and one letter; text cells lose control characters, so they never clash.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

MARK = "\x1f"
NUMBER, DATE, MOMENT, FLAG = "n", "d", "t", "b"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_BREAKS = re.compile(r"\r\n?")


def clean(text: str) -> str:
    """Text fit for a staged file: no control characters, line breaks as one character."""
    if "\r" in text:
        text = _BREAKS.sub("\n", text)
    return _CONTROLS.sub("", text) if not text.isprintable() else text


def kind_of(cell: str) -> str:
    """The letter of a typed cell, or nothing for text."""
    return cell[1] if cell.startswith(MARK) else ""


def content(cell: str) -> str:
    """What the cell says, in canonical form when typed (``1234.5``, ``2019-11-03``, ``1``)."""
    return cell[2:] if cell.startswith(MARK) else cell


def is_blank(cell: str) -> bool:
    return not cell or not cell.strip()


def shown(cell: str, decimal: str = ",") -> str:
    """The cell as a person would expect to see it in the preview."""
    letter, text = kind_of(cell), content(cell)
    if letter == NUMBER:
        return text.replace(".", decimal)
    if letter == DATE:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    if letter == MOMENT:
        return datetime.fromisoformat(text).strftime("%d/%m/%Y %H:%M")
    if letter == FLAG:
        return "✓" if text == "1" else "✗"
    return text


def number(value: float | int | Decimal) -> str:
    """A typed number cell; binary noise beyond what a spreadsheet shows is dropped."""
    if isinstance(value, float):
        if value == int(value) and abs(value) < 1e15:
            return f"{MARK}{NUMBER}{int(value)}"
        return f"{MARK}{NUMBER}{Decimal(format(value, '.15g')):f}"
    return f"{MARK}{NUMBER}{value}"
