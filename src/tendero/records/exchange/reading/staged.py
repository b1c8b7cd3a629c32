"""The staged table: one compact, canonical file that every later step reads from, by row number, in constant memory.

Each line is ``row number, problem code, cells...``: UTF-8, comma, double quotes, no blank rows, no titles. An index
of byte offsets, one every thousand rows, lets a job go on at any row.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.reading.aside import SUMS, TOTAL, Sieve
from tendero.records.exchange.reading.cells import clean, is_blank, shown
from tendero.records.exchange.reading.header import unique_labels
from tendero.records.exchange.reading.options import Reading
from tendero.records.exchange.reading.peek import records_of, titles_of
from tendero.records.exchange.reading.text_table import MAX_LINE, Record
from tendero.records.exchange.refusal import Refused

STEP = 1000
LOOK_FOR_WIDTH = 50
STRAY = 40
TOLD = 100
"""Rows set aside that are told one by one before importing; all of them are in the result."""
EXTRA_CELLS = "extra_cells"


class StagedRow(NamedTuple):
    """A row of the staged table; ``number`` is the row of the file a person sees in a spreadsheet program."""

    number: int
    problem: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Staged:
    """What a staged file holds: its labels, rows, how many have a problem, and the offset of every 1,000th row.

    ``aside`` of the rows are nobody (`reading.aside`); ``total`` are the cells of the last one that adds up, ``told``
    number, code and words of the first of them.
    """

    labels: list[str]
    rows: int
    problems: int = 0
    offsets: list[int] = field(default_factory=list)
    aside: int = 0
    total: list[str] = field(default_factory=list)
    told: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.labels)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON."""
        return asdict(self)


def stage(
    path: Path, reading: Reading, folder: Path, target: Path, *, beat: Callable[[int], None] | None = None
) -> Staged:
    """Read the whole file once and write ``target``. ``beat`` is told the number of rows from time to time."""
    titles, below = titles_of(records_of(path, reading, folder), reading)
    waiting = list(islice(below, LOOK_FOR_WIDTH))
    width = _width(titles, waiting, reading)
    labels = unique_labels(titles, width)
    partial = target.with_suffix(".part")
    with partial.open("wb") as file:
        sieve = Sieve(titles, skip_hidden=reading.skip_hidden, bring=reading.bring)
        made = _write(file, chain(waiting, below), width, reading, sieve, beat)
    if made.rows == made.aside:
        partial.unlink()
        raise Refused("no_rows", _("The file has titles but no rows below them."))
    partial.replace(target)
    return replace(made, labels=labels)


def read_rows(path: Path, offsets: list[int], start: int = 0, stop: int | None = None) -> Iterator[StagedRow]:
    """Rows ``start`` (0-based) up to ``stop``, not included, without reading those before."""
    csv.field_size_limit(MAX_LINE)
    block = min(start // STEP, len(offsets) - 1)
    with path.open("rb") as raw:
        raw.seek(offsets[block])
        with io.TextIOWrapper(raw, "utf-8", newline="") as text:
            for index, row in enumerate(csv.reader(text), start=block * STEP):
                if stop is not None and index >= stop:
                    return
                if index >= start:
                    yield StagedRow(int(row[0]), row[1], row[2:])


def find_rows(path: Path, offsets: list[int], numbers: Iterable[int]) -> dict[int, StagedRow]:
    """The rows of these numbers, each found by the step in which it stands; who is not there is left out."""
    found: dict[int, StagedRow] = {}
    begins = [next(read_rows(path, offsets, at * STEP, at * STEP + 1)).number for at in range(len(offsets))]
    wanted: dict[int, set[int]] = {}
    for number in numbers:
        wanted.setdefault(bisect_right(begins, number) - 1, set()).add(number)
    for at, these in wanted.items():
        if at >= 0:
            rows = read_rows(path, offsets, at * STEP, at * STEP + STEP)
            found |= {row.number: row for row in rows if row.number in these}
    return found


def _width(titles: list[str], waiting: list[Record], reading: Reading) -> int:
    """The titles rule the width of a text table; in a workbook, or without titles, the widest row does.

    One stray cell at the far right of a sheet must not make thousands of columns: it stays a problem of its row.
    """
    if titles and not reading.is_workbook:
        return len(titles)
    near = max([len(titles), *(len(record.cells) for record in waiting)], default=0)
    return reading.width if near <= reading.width <= near + STRAY else near


def _write(
    file: BinaryIO,
    records: Iterator[Record],
    width: int,
    reading: Reading,
    sieve: Sieve,
    beat: Callable[[int], None] | None,
) -> Staged:
    made = Staged([], 0)
    rows = problems = aside = position = 0
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    prose = reading.format == "csv" and reading.delimiter == "," and not reading.skip_space
    total: list[str] = []
    for record in records:
        row = _staged(record, width, typed=reading.format != "csv", prose=prose)
        if row is None:
            continue
        if why := "" if row[1] else sieve.why(record):
            row[1] = why
            if aside < TOLD:
                made.told.append((record.number, why, " · ".join(filter(None, map(shown, record.cells)))[:120]))
            total = [str(cell) for cell in row[2:]] if why in (TOTAL, SUMS) else total
        if rows % STEP == 0:
            position += _flush(file, buffer)
            made.offsets.append(position)
            if beat and rows % (10 * STEP) == 0:
                beat(rows)
        writer.writerow(row)
        rows += 1
        aside += bool(why)
        problems += bool(row[1]) and not why
    _flush(file, buffer)
    return replace(made, rows=rows, problems=problems, aside=aside, total=total)


def _flush(file: BinaryIO, buffer: io.StringIO) -> int:
    data = buffer.getvalue().encode("utf-8", "replace")
    file.write(data)
    buffer.seek(0)
    buffer.truncate()
    return len(data)


def _staged(record: Record, width: int, *, typed: bool, prose: bool) -> list[str | int] | None:
    """The line to write, or nothing for a blank row. Cells beyond the titles are a problem, never a shift.

    Unless the file parts its cells by commas and each surplus one begins with a blank (`prose`): "2, rue du Commerce"
    was one cell that somebody forgot to quote.
    """
    cells = record.cells if typed else [clean(cell) for cell in record.cells]
    if not any(cell and not cell.isspace() for cell in cells):
        return None
    problem = record.problem
    if len(cells) > width:
        if any(not is_blank(cell) for cell in cells[width:]):
            whole = _rejoined(cells, len(cells) - width) if prose and not problem else None
            problem = problem or ("" if whole else EXTRA_CELLS)
            cells = whole or cells
        else:
            del cells[width:]
    elif len(cells) < width:
        cells.extend([""] * (width - len(cells)))
    return [record.number, problem, *cells]


def _rejoined(cells: list[str], surplus: int) -> list[str] | None:
    """The row with each cell that begins with a blank put back onto the one before; None unless that is all surplus."""
    torn = [at for at, cell in enumerate(cells) if at and cell.startswith(" ") and cell.strip() and cells[at - 1]]
    if len(torn) != surplus:
        return None
    whole: list[str] = []
    for at, cell in enumerate(cells):
        if at in torn:
            whole[-1] += f",{cell}"
        else:
            whole.append(cell)
    return whole
