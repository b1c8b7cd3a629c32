"""How a file is read: every choice found by looking at it, shown to the person, and changeable."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.refusal import Refused

WORKBOOKS = frozenset({"xlsx", "xls", "ods", "xlsb"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about the reading; ``None`` leaves it to detection.

    ``hidden``: "skip" leaves hidden rows out; ``bring``: rows that come in though they look like totals.
    """

    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    dates: str | None = None
    hidden: str | None = None
    bring: tuple[int, ...] | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Choices:
        """Keep the known keys that carry something; ``header_row`` becomes a number."""
        known = {item.name for item in fields(cls)}
        kept = {name: value for name, value in data.items() if name in known and value not in (None, "")}
        if "header_row" in kept:
            kept["header_row"] = _row(kept["header_row"])
        if "bring" in kept:
            kept["bring"] = tuple(_row(number) for number in kept["bring"])
        return cls(**kept)


def _row(told: Any) -> int:
    try:
        return int(told)
    except ValueError as error:
        raise Refused("header_row", _("The row of the titles is a number, 0 for none.")) from error


@dataclass(frozen=True, slots=True)
class Reading:
    """A complete recipe to read one file.

    ``header_row`` is the row number a spreadsheet program shows (1 is the first line); 0 means there are no titles.
    ``header_rows`` is 2 where groups of titles stand above (or parts of them below) in a row of their own.
    ``width`` is the widest row of a sheet, 0 for text; ``sizes`` the rows of each sheet; ``merged`` cells that took the
    value of one which covers several rows; ``hidden_*`` what the program that wrote it hides.
    ``skip_hidden`` leaves hidden rows out; ``bring`` are rows that come in though they look like totals.
    ``decimal`` is "," or "."; ``dates`` one of "dmy", "mdy", "ymd". ``sure`` gives, per detected choice, a
    confidence between 0 and 1; ``notes`` are codes of what a person should know.
    """

    format: str
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip_space: bool = False
    skip_lines: int = 0
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    width: int = 0
    header_row: int = 1
    header_rows: int = 1
    decimal: str = ","
    dates: str = "dmy"
    sizes: dict[str, int] = field(default_factory=dict)
    hidden_sheets: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: tuple[int, ...] = ()
    merged: int = 0
    skip_hidden: bool = False
    bring: tuple[int, ...] = ()
    sure: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def is_workbook(self) -> bool:
        return self.format in WORKBOOKS

    @property
    def is_foreign(self) -> bool:
        """Whether a room reads the file itself, its titles as row 0."""
        return self.format not in WORKBOOKS and self.format != "csv"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Reading:
        """The inverse of ``to_dict``, after a trip through JSON."""
        values = dict(data)
        for name in ("sheets", "notes", "hidden_sheets", "hidden_columns", "bring"):
            values[name] = tuple(values.get(name, ()))
        return cls(**values)
