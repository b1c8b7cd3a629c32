"""The rows of a text table, one at a time, in constant memory.

A quote that never closes would swallow the rest of the file into one cell. Such a row is set aside as a problem, and
reading goes on with the line after it; no row disappears and no column moves.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.reading.dialect import Dialect, parser
from tendero.records.exchange.reading.options import Reading
from tendero.records.exchange.refusal import Refused

MAX_LINE = 8 * 1024 * 1024
MAX_LINES_IN_RECORD = 400
MAX_COLUMNS = 16_384
UNCLOSED_QUOTE = "unclosed_quote"


@dataclass(slots=True)
class Record:
    """One row: its number as a spreadsheet shows it, its cells, a problem code when it could not be read well,
    whether the program that wrote it hides it."""

    number: int
    cells: list[str]
    problem: str = ""
    hidden: bool = False


class _Runaway(Exception):
    """A record that goes on for too many lines."""


class _Lines:
    """Lines of the file that remember the ones the current record took, to be able to give them back."""

    def __init__(self, source: TextIO) -> None:
        self.source = source
        self.taken: list[str] = []
        self.back: deque[str] = deque()
        self.ended = False
        self.limit = MAX_LINES_IN_RECORD

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= self.limit:
            raise _Runaway
        line = self.back.popleft() if self.back else self.source.readline(MAX_LINE)
        if not line:
            self.ended = True
            raise StopIteration
        if len(line) >= MAX_LINE:
            raise Refused("not_a_table", _("It does not look like a table: a single line is longer than 8 MB."))
        line = line.replace("\0", "")  # no text has it, and no database takes it
        self.taken.append(line)
        return line


def dialect_of(reading: Reading) -> Dialect:
    """The part of a reading that concerns the csv module."""
    return Dialect(reading.delimiter, reading.quote, reading.escape, reading.skip_space, reading.skip_lines)


def text_records(path: Path, reading: Reading) -> Iterator[Record]:
    """Every row of the file, blank ones included (without cells)."""
    csv.field_size_limit(MAX_LINE)
    with path.open("rb") as raw, io.TextIOWrapper(raw, reading.encoding, errors="replace", newline="") as text:
        for _line in range(reading.skip_lines):
            text.readline(MAX_LINE)
        for record in _records(_Lines(text), dialect_of(reading)):
            if record.number == 1 and record.cells:
                record.cells[0] = record.cells[0].removeprefix("\ufeff").removeprefix("ï»¿")
            if len(record.cells) > MAX_COLUMNS:
                raise Refused(
                    "too_wide", _("Row {row} has more than {limit} columns."), row=record.number, limit=MAX_COLUMNS
                )
            yield record


def _records(lines: _Lines, dialect: Dialect) -> Iterator[Record]:
    number = 0
    reader = csv.reader(lines, **parser(dialect))  # type: ignore[arg-type]
    while True:
        lines.taken = []
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_Runaway, csv.Error):
            yield _set_aside(lines, dialect, number)
            reader = csv.reader(lines, **parser(dialect))  # type: ignore[arg-type]
            continue
        if lines.ended:
            yield _set_aside(lines, dialect, number)
            reader = csv.reader(lines, **parser(dialect))  # type: ignore[arg-type]
            continue
        yield Record(number, cells)


def _set_aside(lines: _Lines, dialect: Dialect, number: int) -> Record:
    """Give back all lines but the first, which becomes a row with a problem."""
    first, *rest = lines.taken
    lines.back.extendleft(reversed(rest))
    lines.ended = False
    # A file full of stray quotes would be read again and again: look less far ahead each time.
    lines.limit = max(20, lines.limit // 2)
    cells = first.rstrip("\r\n").split(dialect.delimiter)
    return Record(number, [cell.strip(' "') for cell in cells], UNCLOSED_QUOTE)
