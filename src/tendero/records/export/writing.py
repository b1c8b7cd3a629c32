"""The one exporter: rows to CSV or XLSX, a page at a time, only fields the actor may know of."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db.models import prefetch_related_objects

from tendero.kernel.actor import Actor
from tendero.records import custom
from tendero.records.exchange import titles
from tendero.records.exchange.formulas import shield
from tendero.records.export import cells
from tendero.records.fields import Field
from tendero.records.registry import RecordType
from tendero.records.rows import Rows
from tendero.records.sight import sighted

PAGE: Final = 500
Line = list[cells.Cell]
MOST_DIGITS: Final = 15
FIRST_DAY: Final = "1900-03-01"
LONGEST_CELL: Final = 32_767
"""What a workbook holds exactly: longer numbers and earlier days go as text, longer texts are cut."""


@dataclass(frozen=True)
class Format:
    """How a file is written. `separator` and `mark` (a byte order mark, which Excel wants) are of CSV."""

    kind: str = "csv"
    separator: str = ";"
    mark: bool = True
    version: str = ""

    @property
    def content_type(self) -> str:
        if self.kind == "vcf":
            return "text/vcard; charset=utf-8"
        if self.kind == "csv":
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


FORMATS: Final = {
    "csv-semicolon": Format("csv", ";"),
    "csv-comma": Format("csv", ",", mark=False),
    "xlsx": Format("xlsx"),
    "vcf-4": Format("vcf", version="4.0"),
    "vcf-3": Format("vcf", version="3.0"),
}
Cards = Callable[[list[Any], Actor, str], Iterator[str]]
_cards: dict[str, Cards] = {}


def declare_cards(record_key: str, writer: Cards) -> None:
    """Rows of this kind may leave as contact cards; `writer` tells a page of them in a version."""
    _cards[record_key] = writer


def offered(record: RecordType[Any]) -> Mapping[str, Format]:
    """The formats in which rows of this kind may leave."""
    return {name: one for name, one in FORMATS.items() if one.kind != "vcf" or record.key in _cards}


def card_lines(record: RecordType[Any], rows: Rows | Iterable[Any], format: Format, actor: Actor) -> Iterator[str]:
    """A card a row, a page at a time; for a download that streams."""
    for page in pages(record, rows, [], actor):
        yield from _cards[record.key](page, actor, format.version)


def write_export(
    record: RecordType[Any],
    rows: Rows | Iterable[Any],
    columns: Sequence[str],
    target: Path,
    format: Format,
    actor: Actor,
) -> int:
    """Write the rows (`Rows` read with the verb "export") to the file `target`; how many.

    Columns hidden from the actor are left out, unknown ones too.
    """
    if format.kind == "xlsx":
        return write_workbook(str(record.labels.many), table(record, rows, columns, actor), target)
    count = 0 if format.kind == "vcf" else -1
    with target.open("w", encoding="utf-8", newline="") as out:
        if format.kind == "vcf":
            for text in card_lines(record, rows, format, actor):
                out.write(text)
                count += 1
            return count
        for text in csv_lines(record, rows, columns, format, actor):
            out.write(text)
            count += 1
    return max(count, 0)


def csv_lines(
    record: RecordType[Any], rows: Rows | Iterable[Any], columns: Sequence[str], format: Format, actor: Actor
) -> Iterator[str]:
    """The lines of a CSV, header first; for a download that streams."""
    return csv_of(table(record, rows, columns, actor), format)


def csv_of(lines: Iterable[Line], format: Format) -> Iterator[str]:
    """The same of lines that are written already, header first: of figures, which are rows of no record."""
    echo = _Echo()
    writer = csv.writer(echo, delimiter=format.separator, lineterminator="\r\n")
    comma = format.separator == ";"
    for number, line in enumerate(lines):
        writer.writerow([cells.as_text(value, comma) for value in line])
        yield ("\ufeff" if format.mark and not number else "") + echo.take()


def table(record: RecordType[Any], rows: Rows | Iterable[Any], columns: Sequence[str], actor: Actor) -> Iterator[Line]:
    """The header, then a line a row, with the references by which an import finds the very same at its end.

    First our own of the row, then those of the contacts that it names: names are shared, references are not.
    """
    fields = known(record, columns, actor)
    named = [field for field in fields if titles.has_reference(field)]
    heads = titles.of_fields(record, fields)
    own = [*heads.values(), titles.reference(), *(titles.reference_of(heads[field.name]) for field in named)]
    yield [shield(title) for title in own]
    write = cells.Cells(actor)
    for page in pages(record, rows, fields, actor):
        for row in page:
            references = (write.reference(field, row) for field in named)
            yield [*(write.cell(field, row) for field in fields), row.ref, *references]


def known(record: RecordType[Any], columns: Sequence[str], actor: Actor) -> list[Field]:
    """The fields behind these names that the actor may know of."""
    fields = record.fields_for(actor)
    wanted = (fields[name] for name in dict.fromkeys(columns) if name in fields)
    return [field for field in wanted if not field.seek_only]


def pages(
    record: RecordType[Any], rows: Rows | Iterable[Any], fields: Sequence[Field], actor: Actor
) -> Iterator[list[Any]]:
    """The rows a page at a time. `Rows` were narrowed to what the right to export reaches; others are narrowed here."""
    more = dict.fromkeys(lookup for field in fields if field.travels for lookup in field.travels.prefetch)
    if isinstance(rows, Rows):
        for batch in rows.batches(PAGE, [field.name for field in fields]):
            prefetch_related_objects(batch, *more)
            sighted(batch, actor)
            yield batch
        return
    for page in _batched(rows):
        reached = record.rows(actor, "export").filter(pk__in=[row.pk for row in page])
        allowed = set(reached.values_list("pk", flat=True))
        kept = [row for row in page if row.pk in allowed]
        custom.attach(kept, fields)
        prefetch_related_objects(kept, *dict.fromkeys((*_needed(fields), *more)))
        sighted(kept, actor)
        yield kept


def _needed(fields: Sequence[Field]) -> Iterator[Any]:
    """What these fields lead to."""
    for field in fields:
        yield from (*field.joins, *field.prefetch)


def _batched(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == PAGE:
            yield batch
            batch = []
    if batch:
        yield batch


def write_workbook(title: str, lines: Iterable[Line], target: Path) -> int:
    """Write lines, header first, as a workbook of one sheet; how many, without the header."""
    import xlsxwriter  # 14 MB, for whoever writes a workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = -1
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet(title[:31])
        looks = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        heading = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, line in enumerate(lines):
            for place, value in enumerate(line):
                _write_cell(sheet, number, place, value, looks, heading if number == 0 else None)
            count += 1
    return max(count, 0)


def _write_cell(
    sheet: Any, row: int, place: int, value: cells.Cell, looks: dict[type[date], Any], heading: Any
) -> None:
    if value is None:
        return
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= MOST_DIGITS:
        sheet.write_number(row, place, float(value))
    elif isinstance(value, date) and value.isoformat() >= FIRST_DAY:
        sheet.write_datetime(row, place, value, looks[type(value)])
    else:
        text = cells.as_text(value, comma=False)
        cut = text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
        sheet.write_string(row, place, cut, heading)


class _Echo:
    """A file that hands back what is written to it."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def take(self) -> str:
        """What was written since the last time."""
        text, self.text = self.text, ""
        return text
