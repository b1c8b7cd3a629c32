"""Unpack one sheet of a workbook into a staged table. Runs alone, as a limited process: standard library and calamine.

    python -I unpack.py SOURCE TARGET [SHEET]

Writes TARGET (UTF-8 CSV, typed cells marked as ``reading.cells`` says, every row of the sheet) and prints one JSON
object: ``{"sheets": [...], "sheet": "...", "rows": n, "width": n, "sizes": {...}, "hidden_sheets": [...],
"hidden_rows": [[first, last]...], "hidden_columns": [...], "merged": n}`` or ``{"refused": code}``.
"""

import csv
import importlib.util
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

MEMORY = 2 * 1024**3
SECONDS = 180
MARK = "\x1f"
_DROP = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 8232, 8233))


def limit() -> None:
    """Keep a hostile workbook from taking the machine with it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(value: str) -> str:
    if value.isprintable():
        return value
    return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").translate(_DROP)


def _float(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return f"{MARK}n{int(value)}"
    return f"{MARK}n{Decimal(format(value, '.15g')):f}"


def _moment(value: datetime) -> str:
    if value.hour == value.minute == value.second == 0:
        return f"{MARK}d{value.date().isoformat()}"
    return f"{MARK}t{value.replace(microsecond=0).isoformat()}"


_WRITE = {
    str: _text,
    float: _float,
    int: lambda value: f"{MARK}n{value}",
    bool: lambda value: f"{MARK}b{int(value)}",
    date: lambda value: f"{MARK}d{value.isoformat()}",
    datetime: _moment,
    time: lambda value: value.isoformat("minutes"),
    timedelta: lambda value: str(value),
}


def unpack(source: str, target: str, wanted: str) -> dict[str, Any]:
    """Write the wanted sheet, or else the largest visible one; hidden ones only if no other holds anything."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(source)
    except calamine.PasswordError:
        return {"refused": "encrypted"}
    metas = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    visible = [meta.name for meta in metas if meta.visible == calamine.SheetVisibleEnum.Visible]
    hidden = [meta.name for meta in metas if meta.name not in visible]
    if wanted and wanted not in visible + hidden:
        return {"refused": "no_sheet"}
    sizes = {name: _size(book, name) for name in visible + hidden}
    name = wanted or largest(sizes, visible) or largest(sizes, hidden)
    if not name:
        return {"refused": "empty"}
    answer = write_sheet(
        book.get_sheet_by_name(name), target, traits().traits_of(source, Path(source).suffix[1:], name)
    )
    if not answer["rows"] and not wanted:
        return {"refused": "empty"}
    told = {key: size[0] for key, size in sizes.items()}
    return {"sheets": visible + hidden, "hidden_sheets": hidden, "sheet": name, "sizes": told, **answer}


def largest(sizes: dict[str, tuple[int, int]], names: list[str]) -> str:
    """The sheet with most cells, the first of equals; "" where none holds anything."""
    best = max(names, key=lambda name: sizes[name][0] * min(sizes[name][1], 60), default="")
    return best if best and sizes[best][0] else ""


def _size(book: Any, name: str) -> tuple[int, int]:
    """Rows and columns of what the sheet holds; one that cannot be read holds nothing."""
    try:
        sheet = book.get_sheet_by_name(name)
    except Exception:
        return (0, 0)
    return sheet.height, sheet.width


def traits() -> Any:
    """The module beside this one: an isolated process does not look for it by itself."""
    spec = importlib.util.spec_from_file_location("traits", Path(__file__).with_name("traits.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_sheet(sheet: Any, target: str, found: Any) -> dict[str, Any]:
    """Write every row; answers how many hold something and the widest. Empty rows above the data keep their place."""
    held = width = filled = 0
    convert: dict[type, Any] = _WRITE
    start = sheet.start or (0, 0)
    below = _below(sheet)
    standing: dict[int, tuple[int, str]] = {}
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for _row in range(start[0]):
            writer.writerow([])
        for number, row in enumerate(sheet.iter_rows(), start[0]):
            cells = [""] * start[1] + [convert.get(type(value), str)(value) if value != "" else "" for value in row]
            _mend(cells, number, found)
            filled += _fill_down(cells, number, below, standing)
            while cells and not cells[-1]:
                cells.pop()
            held += bool(cells)
            width = max(width, len(cells))
            writer.writerow(cells)
    told = {"hidden_rows": [pair for pair in found.rows if pair[0] <= start[0] + sheet.height],
            "hidden_columns": sorted(column for column in found.columns if column < width)}  # fmt: skip
    return {"rows": held, "width": width, "merged": filled, **told}


def _below(sheet: Any) -> dict[tuple[int, int], int]:
    """By the first cell of each range that joins cells of several rows, its last row."""
    ranges = sheet.merged_cell_ranges or []
    return {tuple(first): last[0] for first, last in ranges if last[0] > first[0]}


def _mend(cells: list[str], number: int, found: Any) -> None:
    """Errors of formulas as they show, percentages as they are read: 21 and not 0.21."""
    for column in found.percent:
        if column < len(cells) and cells[column].startswith(f"{MARK}n"):
            cells[column] = _float(float(Decimal(cells[column][2:]) * 100))
    if found.errors:
        for column, cell in enumerate(cells):
            if not cell and (error := found.errors.get((number, column))):
                cells[column] = error


def _fill_down(cells: list[str], number: int, below: dict[tuple[int, int], int], standing: dict[int, Any]) -> int:
    """A value whose cell covers several rows belongs to each of them that holds something of its own."""
    if not below:
        return 0
    own = any(cells)
    filled = 0
    for column, (last, value) in list(standing.items()):
        if number > last:
            del standing[column]
        elif own and column < len(cells) and not cells[column]:
            cells[column] = value
            filled += 1
    for column, cell in enumerate(cells):
        if cell and (last_row := below.get((number, column))) is not None:
            standing[column] = (last_row, cell)
    return filled


def main(arguments: list[str]) -> int:
    """Exit code 0 whenever an answer was printed."""
    limit()
    source, target, *sheet = arguments
    try:
        answer = unpack(source, target, sheet[0] if sheet else "")
    except MemoryError:
        answer = {"refused": "too_large"}
    except BaseException:
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
