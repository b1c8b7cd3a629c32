"""How numbers and dates are written in the columns: voted by their own values, with a stated confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tendero.records.exchange.reading.cells import MARK

_COMMA = re.compile(r"^\d{1,3}(?:[. ]\d{3})+,\d+$|^\d+,\d{1,2}$|^\d+,\d{4,}$|^0,\d+$|^\d{1,3}(?:\.\d{3}){2,}$")
_POINT = re.compile(r"^\d{1,3}(?:[, ']\d{3})+\.\d+$|^\d+\.\d{1,2}$|^\d+\.\d{4,}$|^0\.\d+$|^\d{1,3}(?:,\d{3}){2,}$")
_AMOUNT_NOISE = re.compile(r"[€$£%()+\-\s\u00a0\u202f]|EUR|USD|euros?", re.IGNORECASE)
_DATE = re.compile(r"^\s*(\d{1,4})([/.\-])(\d{1,2})\2(\d{2,4})(?:[ T,]+\d{1,2}[:.h]\d{2}.*)?\s*$")


@dataclass(frozen=True, slots=True)
class Formats:
    """``decimal`` is "," or "."; ``dates`` one of "dmy", "mdy", "ymd"; each with a confidence between 0 and 1."""

    decimal: str
    dates: str
    sure_decimal: float
    sure_dates: float


def find_formats(values: Iterable[str], delimiter: str = ";") -> Formats:
    """Vote over text cells (typed ones know already). Without evidence the delimiter hints and Spanish decides."""
    commas = points = 0
    votes = {"dmy": 0, "mdy": 0, "ymd": 0, "either": 0}
    for value in values:
        if not value or value[0] == MARK or not any(letter.isdigit() for letter in value):
            continue
        bare = _AMOUNT_NOISE.sub("", value)
        if _COMMA.match(bare):
            commas += 1
        elif _POINT.match(bare):
            points += 1
        order = date_order(value)
        if order:
            votes[order] += 1
    decimal, sure_decimal = _decimal(commas, points, delimiter)
    dates, sure_dates = _dates(votes)
    return Formats(decimal, dates, sure_decimal, sure_dates)


def date_order(value: str) -> str:
    """What one value says about the order: "dmy", "mdy", "ymd", "either", or nothing when it is no date."""
    match = _DATE.match(value)
    if not match:
        return ""
    first, _separator, second, third = match.groups()
    if len(first) == 4:
        return "ymd" if int(second) <= 12 and len(third) <= 2 else ""
    if len(first) == 3 or len(third) == 3:
        return ""
    a, b = int(first), int(second)
    if a > 31 or b > 31 or not a or not b or (a > 12 and b > 12):
        return ""
    if a > 12:
        return "dmy"
    return "mdy" if b > 12 else "either"


def _decimal(commas: int, points: int, delimiter: str) -> tuple[str, float]:
    if commas or points:
        return ("," if commas >= points else "."), round(max(commas, points) / (commas + points), 2)
    return ("," if delimiter == ";" else "."), 0.5


def _dates(votes: dict[str, int]) -> tuple[str, float]:
    order = max(("dmy", "mdy", "ymd"), key=lambda name: votes[name])
    if not votes[order]:
        return "dmy", 0.6 if votes["either"] else 0.5
    told = votes["dmy"] + votes["mdy"] + votes["ymd"]
    if order == "ymd" and votes["dmy"] + votes["mdy"]:
        order = "dmy" if votes["dmy"] >= votes["mdy"] else "mdy"
    return order, round(votes[order] / told, 2)
