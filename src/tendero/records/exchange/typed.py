"""Numbers and days of a file as `values.from_text` reads them without a doubt, whatever the file's own way."""

from __future__ import annotations

import re
from typing import Final

from tendero.records.exchange.plan import Formats
from tendero.records.exchange.reading.cells import kind_of
from tendero.records.fields import Field, Kind

_ONE_MARK: Final = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
_GROUPS: Final = re.compile(r"^[+-]?\d{1,3}(?:[.,]\d{3})+$")


def plain(field: Field, cell: str, text: str, formats: Formats, *, own: bool) -> str:
    """The text of a cell, `own` where our own export wrote it (it never writes exactly three decimals)."""
    sure = bool(kind_of(cell)) or (own and not _GROUPS.match(text))
    if field.kind is Kind.NUMBER or (field.kind is Kind.MONEY and sure):
        return _number(text, formats.decimal, sure=sure)
    if field.kind is Kind.MONEY:
        return text.replace(",", "").replace(".", ",") if formats.decimal == "." else text
    if field.kind in (Kind.DATE, Kind.DATETIME) and not kind_of(cell):
        return day_first(text, formats.dates)
    return text


def _number(text: str, decimal: str, *, sure: bool) -> str:
    """With a point for the decimals, and never three of them, which might be thousands."""
    if not sure and decimal == ".":
        text = text.replace(",", "")
    elif not sure and ("," in text or _GROUPS.match(text)):
        text = text.replace(".", "").replace(",", ".")
    if not _ONE_MARK.match(text):
        return text
    whole, mark, rest = text.replace(",", ".").partition(".")
    return f"{whole}{mark}{rest}0" if len(rest) == 3 else f"{whole}{mark}{rest}"


def day_first(text: str, order: str) -> str:
    """A day written in the file's order as `values.text.day` reads it."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if order == "mdy" and len(parts) == 3 and len(parts[0]) <= 2:
        return f"{parts[1]}/{parts[0]}/{parts[2]}"
    return text
