"""What a workbook says besides its values: hidden rows and columns, errors of formulas, columns of percentages.

Runs beside `unpack` in its limited process: standard library only, a piece of the file at a time. What cannot be read
here is simply not known; it never stops the table itself from being read.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import unescape

PIECE = 1 << 20
KEPT = 1 << 16
_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>'
                    rb"(#[^<]{1,20})<", re.DOTALL)  # fmt: skip
_STYLED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt=")(?=[^>]*\br="([A-Z]+)\d+")(?:(?=[^>]*\bs="(\d+)"))?[^>]*>\s*<(?:\w+:)?v>'
)
_ODS = re.compile(
    rb"<table:(table(?=[ >])|table-row|table-column|covered-table-cell|/table>)((?:\s+[\w:.-]+=\"[^\"]*\")*)\s*/?>"
)
_ODS_NAME = re.compile(rb'table:name="([^"]*)"')
_ODS_TIMES = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d+)"')
_ODS_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
FAR = 1_048_576
_NO_SECTOR = 0xFFFFFFF0
_SMALL = 4096
_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
MANY = 100_000


class Traits:
    """Hidden rows as (first, last), counted from 1 as programs do; columns from 0; errors by (row, column) from 0."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int]] = []
        self.columns: set[int] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.percent: set[int] = set()

    def hide(self, first: int, last: int) -> None:
        """One more stretch of hidden rows."""
        if self.rows and self.rows[-1][1] == first - 1:
            self.rows[-1] = (self.rows[-1][0], last)
        elif len(self.rows) < MANY:
            self.rows.append((first, last))


def traits_of(source: str, kind: str, sheet: str) -> Traits:
    """What the file tells of that sheet; nothing where it cannot be read."""
    found = Traits()
    try:
        if kind == "xlsx":
            _xlsx(source, sheet, found)
        elif kind == "ods":
            _ods(source, sheet, found)
        elif kind == "xls":
            _xls(source, sheet, found)
    except (OSError, ValueError, LookupError, struct.error, RuntimeError, StopIteration, zipfile.BadZipFile):
        pass
    return found


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The member a piece at a time, each with the end of the one before, so that no tag is cut."""
    tail = b""
    with archive.open(member) as file:
        while piece := file.read(PIECE):
            whole = tail + piece
            cut = whole.rfind(b"<")
            while cut > 0 and len(whole) - cut < KEPT and not whole.startswith((b"<row", b"<c "), cut):
                cut = whole.rfind(b"<", 0, cut)
            cut = cut if cut > 0 and len(whole) - cut < KEPT else len(whole)
            yield whole[:cut]
            tail = whole[cut:]
    yield tail


def _xlsx(source: str, sheet: str, found: Traits) -> None:
    with zipfile.ZipFile(source) as archive:
        member = _member(archive, sheet)
        percent = _percent_styles(archive)
        seen: dict[int, bool] = {}
        for number, piece in enumerate(_pieces(archive, member)):
            if number == 0:
                _columns(piece, found)
                seen = _percent_columns(piece, percent)
            for match in _ROW.finditer(piece):
                found.hide(int(match[1]), int(match[1]))
            if b't="e"' in piece and len(found.errors) < MANY:
                for match in _ERROR.finditer(piece):
                    found.errors[int(match[2]) - 1, _letters(match[1])] = match[3].decode("utf-8", "replace")
        found.percent = {column for column, always in seen.items() if always}


def _tags(text: bytes, name: str) -> Iterator[dict[str, str]]:
    """The attributes of each tag of that name; no entity is ever followed."""
    for tag in re.finditer(rb"<(?:\w+:)?" + name.encode() + rb"\b([^>]*)>", text):
        pairs = re.findall(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag[1].decode("utf-8", "replace"))
        yield {key: unescape(a or b, {"&quot;": '"', "&apos;": "'"}) for key, a, b in pairs}


def _member(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where in the archive the sheet of that name is."""
    node = next(one for one in _tags(archive.read("xl/workbook.xml"), "sheet") if one.get("name") == sheet)
    ident = next(value for name, value in node.items() if name.endswith(":id"))
    links = _tags(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    target = next(one.get("Target", "") for one in links if one.get("Id") == ident)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _columns(piece: bytes, found: Traits) -> None:
    for match in _COLUMN.finditer(piece.partition(b"<sheetData")[0]):
        told = dict(re.findall(rb'(\w+)="([^"]*)"', match[0]))
        if told.get(b"hidden") in (b"1", b"true"):
            last = min(int(told[b"max"]), int(told[b"min"]) + 300)
            found.columns.update(range(int(told[b"min"]) - 1, last))


def _percent_styles(archive: zipfile.ZipFile) -> set[int]:
    """Which styles of cells show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = archive.read("xl/styles.xml")
    own = (one for one in _tags(styles, "numFmt") if "%" in one.get("formatCode", ""))
    codes = {9, 10} | {int(one.get("numFmtId", "0")) for one in own}
    looks = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    found = _tags(looks[0] if looks else b"", "xf")
    return {at for at, one in enumerate(found) if int(one.get("numFmtId", "0")) in codes}


def _percent_columns(piece: bytes, percent: set[int]) -> dict[int, bool]:
    """Columns of numbers, and whether all of their first ones are percentages."""
    seen: dict[int, bool] = {}
    for match in _STYLED.finditer(piece) if percent else ():
        column = _letters(match[1])
        seen[column] = seen.get(column, True) and match[2] is not None and int(match[2]) in percent
    return seen


def _letters(name: bytes) -> int:
    """``A`` → 0, ``AA`` → 26."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number - 1


def _ods(source: str, sheet: str, found: Traits) -> None:
    inside = False
    row = column = 0
    with zipfile.ZipFile(source) as archive:
        for match in _ods_tags(archive):
            what, told = match[1], match[2]
            if what == b"table":
                name = _ODS_NAME.search(told)
                inside = name is not None and unescape(name[1].decode("utf-8", "replace")) == sheet
            elif inside and what == b"/table>":
                return
            elif inside and what == b"table-row":
                row = _ods_row(told, row, found)
            elif inside and what == b"table-column":
                column = _ods_column(told, column, found)


def _ods_tags(archive: zipfile.ZipFile) -> Iterator[re.Match[bytes]]:
    for piece in _pieces(archive, "content.xml"):
        yield from _ODS.finditer(piece)


def _ods_row(told: bytes, row: int, found: Traits) -> int:
    times = _times(told)
    if _ODS_HIDDEN.search(told) and row < FAR:
        found.hide(row + 1, row + times)
    return row + times


def _ods_column(told: bytes, column: int, found: Traits) -> int:
    times = _times(told)
    if _ODS_HIDDEN.search(told):
        found.columns.update(range(column, column + min(times, 300)))
    return column + times


def _times(told: bytes) -> int:
    repeated = _ODS_TIMES.search(told)
    return int(repeated[1]) if repeated else 1


def _xls(source: str, sheet: str, found: Traits) -> None:
    """Records of the old format: rows (0x208), columns (0x7D), errors alone (0x205) and of formulas (0x06)."""
    book = _stream(Path(source).read_bytes(), ("Workbook", "Book"))
    at = next(place for name, place in _sheets(book) if name == sheet)
    depth = 0
    for what, data in _records(book, at):
        depth += (what == 0x809) - (what == 0x0A)
        if not depth:
            return
        _xls_record(what, data, found)


def _xls_record(what: int, data: bytes, found: Traits) -> None:
    if what == 0x208 and data[12] & 0x20:
        row = struct.unpack_from("<H", data)[0] + 1
        found.hide(row, row)
    elif what == 0x7D and data[8] & 1:
        first, last = struct.unpack_from("<2H", data)
        found.columns.update(range(first, min(last, 300) + 1))
    elif what == 0x205 and data[7]:
        found.errors[struct.unpack_from("<2H", data)] = _XLS_ERRORS.get(data[6], "#N/A")
    elif what == 0x06 and data[12:14] == b"\xff\xff" and data[6] == 2:
        found.errors[struct.unpack_from("<2H", data)] = _XLS_ERRORS.get(data[8], "#N/A")


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(book):
        what, size = struct.unpack_from("<2H", book, at)
        yield what, book[at + 4 : at + 4 + size]
        at += 4 + size


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """Each sheet's name and where its records begin."""
    for what, data in _records(book, 0):
        if what == 0x0A:
            return
        if what == 0x85:
            text = data[8:].decode("utf-16-le" if data[7] & 1 else "latin-1", "replace")
            yield text[: data[6]], struct.unpack_from("<I", data)[0]


def _stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """One stream of the container that old workbooks are kept in."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    heads = [one for one in struct.unpack_from("<109I", data, 76) if one < _NO_SECTOR]
    table = [entry for one in heads for entry in struct.unpack_from(f"<{size // 4}I", data, (one + 1) * size)]
    listing = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    for at in range(0, len(listing), 128):
        name = listing[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if name in names:
            start, length = struct.unpack_from("<2I", listing, at + 116)
            return _chain(data, table, start, size)[:length] if length >= _SMALL else b""
    return b""


def _chain(data: bytes, table: list[int], start: int, size: int) -> bytes:
    """The sectors that follow each other from one on; no more than there are."""
    pieces: list[bytes] = []
    while start < _NO_SECTOR and len(pieces) <= len(table):
        pieces.append(data[(start + 1) * size : (start + 2) * size])
        start = table[start]
    return b"".join(pieces)
