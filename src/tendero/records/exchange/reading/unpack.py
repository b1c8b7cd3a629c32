"""Unpack one sheet of a workbook into a staged table. Runs alone, as a limited process: standard library and calamine.

    python -I unpack.py SOURCE TARGET [SHEET]

Writes TARGET (UTF-8 CSV, typed cells marked as ``reading.cells`` says, every row of the sheet) and prints one JSON
object: ``{"sheets": [...], "sheet": "...", "rows": n, "width": n}`` or ``{"refused": code}``.
"""

import csv
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
    """Write the wanted sheet, or else the first visible one that holds something."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(source)
    except calamine.PasswordError:
        return {"refused": "encrypted"}
    metas = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    visible = [meta.name for meta in metas if meta.visible == calamine.SheetVisibleEnum.Visible]
    names = visible + [meta.name for meta in metas if meta.name not in visible]
    if wanted and wanted not in names:
        return {"refused": "no_sheet"}
    for name in [wanted] if wanted else names:
        rows, width = write_sheet(book.get_sheet_by_name(name), target)
        if rows or wanted:
            return {"sheets": names, "sheet": name, "rows": rows, "width": width}
    return {"refused": "empty"}


def write_sheet(sheet: Any, target: str) -> tuple[int, int]:
    """Write every row; answers how many hold something and the widest. Empty rows above the data keep their place."""
    held = width = 0
    convert: dict[type, Any] = _WRITE
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        start = sheet.start
        for _row in range(start[0] if start else 0):
            writer.writerow([])
        left = [""] * (start[1] if start else 0)
        for row in sheet.iter_rows():
            cells = left + [convert.get(type(value), str)(value) if value != "" else "" for value in row]
            while cells and not cells[-1]:
                cells.pop()
            held += bool(cells)
            width = max(width, len(cells))
            writer.writerow(cells)
    return held, width


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
