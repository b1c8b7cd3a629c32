"""Look at the beginning of a file: find out how to read it and show how it reads."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.reading import choosing, foreign, header
from tendero.records.exchange.reading.aside import Sieve
from tendero.records.exchange.reading.cells import content, is_blank
from tendero.records.exchange.reading.dialect import find_dialect
from tendero.records.exchange.reading.encoding import Encoding, find_encoding
from tendero.records.exchange.reading.formats import find_formats
from tendero.records.exchange.reading.options import WORKBOOKS, Choices, Reading
from tendero.records.exchange.reading.sniffing import kind_of_file
from tendero.records.exchange.reading.text_table import Record, text_records
from tendero.records.exchange.reading.workbook import sheet_records, unpack
from tendero.records.exchange.refusal import Refused

SAMPLE = 64 * 1024
LOOK_ROWS = 300


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as they read: labels, and (row number, cells) pairs padded to the width."""

    labels: list[str]
    rows: list[tuple[int, list[str]]]


def detect(
    path: Path, folder: Path, choices: Choices | None = None, known: Callable[[str], bool] | None = None
) -> Reading:
    """Find out how to read ``path``; what ``choices`` decides is kept. ``folder`` holds unpacked sheets.

    Raises ``Refused`` for what is no table. ``known`` answers whether a label of a column means something to us.
    """
    choices = choices or Choices()
    kind = kind_of_file(path)
    choosing.prove(choices, workbook=kind != "csv")
    if foreign.holds(kind):
        return Reading(format=kind, header_row=0)
    reading = _workbook(path, kind, folder, choices) if kind in WORKBOOKS else _text(path, choices)
    records = list(islice(records_of(path, reading, folder), LOOK_ROWS))
    if not any(not is_blank(cell) for record in records for cell in record.cells):
        raise Refused("empty", _("The file has no rows with data."))
    row, sure = header.find_header(records, known or (lambda _label: False))
    if choices.header_row is not None:
        row, sure = choices.header_row, 1.0
        if row > records[-1].number and len(records) < LOOK_ROWS:
            raise Refused(
                "header_row", _("There is no row {row}: the last is {last}."), row=row, last=records[-1].number
            )
    row, height = header.span(records, row, known or (lambda _label: False)) if row else (0, 1)
    formats = find_formats(
        (cell for record in records if record.number > row + height - 1 for cell in record.cells),
        ";" if reading.is_workbook else reading.delimiter,
    )
    return replace(
        reading,
        header_row=row,
        header_rows=height,
        skip_hidden=choices.hidden == "skip",
        bring=tuple(sorted(choices.bring or ())),
        decimal=choices.decimal or formats.decimal,
        dates=choices.dates or formats.dates,
        sure={**reading.sure, "header": sure, "decimal": formats.sure_decimal, "dates": formats.sure_dates},
    )


def records_of(path: Path, reading: Reading, folder: Path) -> Iterator[Record]:
    """Every row of the file under this reading, blank ones included."""
    if reading.is_workbook:
        return sheet_records(unpack(path, reading.format, folder, reading.sheet))
    if reading.is_foreign:
        return foreign.records(reading.format, path)
    return text_records(path, reading)


def preview(path: Path, reading: Reading, folder: Path, rows: int = 20) -> Preview:
    """The titles and the first filled rows."""
    source = records_of(path, reading, folder)
    titles, below = titles_of(source, reading)
    sieve = Sieve(titles, skip_hidden=reading.skip_hidden, bring=reading.bring)
    shown: list[tuple[int, list[str]]] = []
    for record in below:
        if any(not is_blank(cell) for cell in record.cells) and not sieve.why(record):
            shown.append((record.number, record.cells))
        if len(shown) >= rows:
            break
    width = max([len(titles), *(len(cells) for _number, cells in shown)], default=0)
    labels = header.unique_labels(titles, width)
    return Preview(labels, [(number, cells + [""] * (width - len(cells))) for number, cells in shown])


def titles_of(source: Iterator[Record], reading: Reading) -> tuple[list[str], Iterator[Record]]:
    """The titles, of one row or two, and the rows below them."""
    heads: list[list[str]] = []
    last = reading.header_row + reading.header_rows - 1
    if reading.header_row == 0 and not reading.is_foreign:
        return [], source
    for record in source:
        if record.number >= reading.header_row:
            heads.append([content(cell) for cell in record.cells])
        if record.number >= last:
            break
    return (header.joined(*heads) if len(heads) == 2 else heads[0] if heads else []), source


def _workbook(path: Path, kind: str, folder: Path, choices: Choices) -> Reading:
    unpacked = unpack(path, kind, folder, choices.sheet or "")
    return Reading(
        format=kind,
        sheet=unpacked.sheet,
        sheets=unpacked.sheets,
        width=unpacked.width,
        sizes=unpacked.sizes,
        hidden_sheets=unpacked.hidden_sheets,
        hidden_rows=sum(last - first + 1 for first, last in unpacked.hidden_rows),
        hidden_columns=unpacked.hidden_columns,
        merged=unpacked.merged,
    )


def _text(path: Path, choices: Choices) -> Reading:
    encoding = _encoding(path, choices)
    sample = _sample(path, encoding.name)
    dialect = find_dialect(sample, choices.delimiter, choices.quote)
    return Reading(
        format="csv",
        encoding=encoding.name,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        skip_space=dialect.skip_space,
        skip_lines=dialect.skip_lines,
        sure={"encoding": encoding.sure, "delimiter": dialect.sure},
        notes=("lost_characters",) if encoding.lost else (),
    )


def _encoding(path: Path, choices: Choices) -> Encoding:
    if not choices.encoding:
        return find_encoding(path)
    try:
        "a".encode(choices.encoding)  # some codecs are for other things than text
        return Encoding(codecs.lookup(choices.encoding).name, 1.0)
    except (LookupError, ValueError) as error:
        raise Refused("encoding", _("Unknown encoding: {name}."), name=choices.encoding[:40]) from error


def _sample(path: Path, encoding: str) -> str:
    try:
        with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, errors="replace", newline="") as text:
            return text.read(SAMPLE).removeprefix("\ufeff")
    except (LookupError, ValueError) as error:
        raise Refused("encoding", _("The file cannot be read as {name}."), name=encoding) from error
