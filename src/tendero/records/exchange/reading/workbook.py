"""Workbooks: unpacked once per sheet, in a limited process, to a staged table that is then read as text."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.reading.text_table import MAX_LINE, Record
from tendero.records.exchange.refusal import Refused

TIMEOUT = 240
_SCRIPT = Path(__file__).with_name("unpack.py")
_REASONS = {
    "encrypted": _("The workbook is protected by a password. Save it without one and try again."),
    "empty": _("The workbook has no sheet with data."),
    "no_sheet": _("The workbook has no sheet with that name."),
    "too_large": _("The workbook is too large to open here. Save the sheet as CSV and choose that."),
    "damaged": _("The workbook is damaged: it cannot be opened. Open it in Excel, save it again and try."),
}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """``path`` is the staged table of ``sheet``; ``sheets``: all, visible ones first; ``width``: its widest row.

    ``sizes`` are the rows of each sheet; ``hidden_rows`` stretches of rows that the program hides, as it numbers them,
    ``hidden_columns`` counted from 0; ``merged``: how many cells took the value of one that covers several rows.
    """

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    width: int
    sizes: dict[str, int]
    hidden_sheets: tuple[str, ...] = ()
    hidden_rows: tuple[tuple[int, int], ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: int = 0


def unpack(source: Path, kind: str, folder: Path, sheet: str = "") -> Unpacked:
    """The staged table of one sheet; a second call for the same sheet finds the first one's work."""
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(sheet.encode()).hexdigest()[:16]
    target, told = folder / f"sheet-{name}.csv", folder / f"sheet2-{name}.json"
    if not told.exists():
        answer = _run(source, kind, target, sheet)
        told.write_text(json.dumps(answer), encoding="utf-8")
    answer = json.loads(told.read_text(encoding="utf-8"))
    return Unpacked(
        target,
        answer["sheet"],
        tuple(answer["sheets"]),
        answer["width"],
        answer["sizes"],
        tuple(answer["hidden_sheets"]),
        tuple((first, last) for first, last in answer["hidden_rows"]),
        tuple(answer["hidden_columns"]),
        answer["merged"],
    )


def _run(source: Path, kind: str, target: Path, sheet: str) -> dict[str, Any]:
    # calamine goes by the extension, so the file is offered under the one its content deserves.
    link = target.with_suffix(f".{kind}")
    link.unlink(missing_ok=True)
    link.symlink_to(source.resolve())
    command = [sys.executable, "-I", str(_SCRIPT), str(link), str(target), sheet]
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False, stdin=subprocess.DEVNULL)
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"refused": "too_large"}
    except subprocess.TimeoutExpired:
        answer = {"refused": "too_large"}
    except ValueError:
        answer = {"refused": "damaged"}
    finally:
        link.unlink(missing_ok=True)
    if "refused" in answer:
        target.unlink(missing_ok=True)
        raise Refused(answer["refused"], _REASONS[answer["refused"]])
    return answer


def sheet_records(unpacked: Unpacked) -> Iterator[Record]:
    """The rows of an unpacked sheet, blank ones included; hidden ones say so."""
    csv.field_size_limit(MAX_LINE)
    stretches = iter(unpacked.hidden_rows)
    first, last = next(stretches, (0, 0))
    with unpacked.path.open(encoding="utf-8", newline="") as file:
        for number, cells in enumerate(csv.reader(file), start=1):
            while last and number > last:
                first, last = next(stretches, (0, 0))
            yield Record(number, cells, hidden=bool(last) and number >= first)
