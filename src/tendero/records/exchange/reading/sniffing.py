"""What kind of file it is, by its first bytes, never by its name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.refusal import Refused

MAX_FILE = 512 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 250
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CARD = re.compile(rb"BEGIN\s*:\s*VCARD", re.IGNORECASE)
_REFUSED = (
    (b"%PDF", "pdf", _("It is a PDF. Ask the program it comes from for a CSV or an Excel workbook.")),
    (b"\x1f\x8b", "compressed", _("It is a compressed file (gzip). Uncompress it and choose the file inside.")),
    (b"BZh", "compressed", _("It is a compressed file (bzip2). Uncompress it and choose the file inside.")),
    (b"7z\xbc\xaf", "compressed", _("It is a compressed file (7-Zip). Uncompress it and choose the file inside.")),
    (b"Rar!", "compressed", _("It is a compressed file (RAR). Uncompress it and choose the file inside.")),
    (b"\x89PNG", "image", _("It is a picture. Choose a CSV or an Excel workbook.")),
    (b"\xff\xd8\xff", "image", _("It is a picture. Choose a CSV or an Excel workbook.")),
    (b"SQLite format 3", "database", _("It is a database. Export its table to CSV first.")),
    (b"\x00\x01\x00\x00Standard", "database", _("It is an Access database. Export its table to CSV first.")),
)


def kind_of_file(path: Path) -> str:
    """Answer ``csv``, ``xlsx``, ``xlsb``, ``xls``, ``ods`` or ``vcf``; refuse what is none of them, saying why."""
    size = path.stat().st_size
    if size > MAX_FILE:
        raise Refused("too_large", _("The file is larger than {limit} MB."), limit=MAX_FILE // 2**20)
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00 \t\r\n\xff\xfe\xef\xbb\xbf"):
        raise Refused("empty", _("The file is empty."))
    for magic, code, reason in _REFUSED:
        if head.startswith(magic):
            raise Refused(code, reason)
    if _CARD.match(head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")):
        return "vcf"
    if head.startswith(b"PK"):
        return _kind_of_zip(path)
    if head.startswith(_OLE):
        return _kind_of_ole(path)
    _refuse_markup(head)
    return "csv"


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("damaged", _("The file is damaged: it cannot be opened.")) from error
    _refuse_bomb(members)
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        return "ods"
    raise Refused("compressed", _("It is a compressed file (ZIP). Uncompress it and choose the file inside."))


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if total > MAX_UNPACKED or (total > 64 * 2**20 and total / packed > MAX_RATIO) or len(members) > 10_000:
        raise Refused("bomb", _("The workbook unpacks to far more than it should; it was not opened."))
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("encrypted", _("The workbook is protected by a password. Save it without one and try again."))


def _kind_of_ole(path: Path) -> str:
    """Old Excel workbooks and password-protected new ones share a container; its directory names what is inside."""
    with path.open("rb") as file:
        start = file.read(8 * 2**20)
    if "EncryptedPackage".encode("utf-16-le") in start:
        raise Refused("encrypted", _("The workbook is protected by a password. Save it without one and try again."))
    if any(name.encode("utf-16-le") in start for name in ("Workbook", "Book")):
        return "xls"
    raise Refused("not_a_table", _("It is not an Excel workbook. Choose a CSV or an Excel workbook."))


def _refuse_markup(head: bytes) -> None:
    """Many programs save a web page under the name .xls; Excel opens it, but it is no table of cells."""
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:400].lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        raise Refused("markup", _("It is a web page under the name of a table. Open it in Excel and save it as .xlsx."))
    if text.startswith(b"<?xml"):
        raise Refused("markup", _("It is an XML file. Open it in Excel and save it as .xlsx."))
