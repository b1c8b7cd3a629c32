"""What a person may decide about the reading of a file: the rest is refused, on every way in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.reading.options import Choices
from tendero.records.exchange.refusal import Refused

QUOTES: Final = "\"'"
DECIMALS: Final = (",", ".")
DATES: Final = ("dmy", "mdy", "ymd")


def prove(choices: Choices, *, workbook: bool) -> None:
    """Refuse what means nothing, and what this sort of file does not have."""
    if workbook and (choices.delimiter or choices.quote or choices.encoding):
        raise Refused("workbook", _("A workbook has neither separator nor encoding: leave them out."))
    if not workbook and choices.sheet:
        raise Refused("sheet", _("A CSV has no sheets: leave the sheet out."))
    if choices.delimiter is not None and not _separates(choices.delimiter):
        told = choices.delimiter[:40]
        raise Refused("delimiter", _("«{text}» is no separator: give one sign, such as ; or , or |."), text=told)
    if choices.quote and (len(choices.quote) != 1 or choices.quote not in QUOTES):
        raise Refused("quote", _("«{text}» is no quotation mark for a table."), text=choices.quote[:40])
    if choices.header_row is not None and choices.header_row < 0:
        raise Refused("header_row", _("The row of the titles is a number, 0 for none."))
    if choices.hidden not in (None, "skip", "bring"):
        raise Refused("hidden", _("Hidden rows are brought or left out."))
    if choices.decimal not in (None, *DECIMALS) or choices.dates not in (None, *DATES):
        raise Refused("formats", _("Numbers or dates are not written that way."))


def _separates(sign: str) -> bool:
    """One sign that is no part of words, numbers, quotes or line ends."""
    return len(sign) == 1 and not sign.isalnum() and sign not in f"{QUOTES}\r\n\0\\"
