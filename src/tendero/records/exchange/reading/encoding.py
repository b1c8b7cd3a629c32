"""Which characters the bytes mean.

Marks (BOM) and strict UTF-8 decide first; then UTF-16 without a mark by where its zero bytes fall; then the one-byte
code pages of Windows, DOS and Mac, weighed by how Spanish the accented letters look in their surroundings. Only text
that is mostly outside ASCII (Greek, Cyrillic) is asked of charset-normalizer, because it takes cp1252 for cp1250.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext_lazy as _

from tendero.records.exchange.refusal import Refused

SAMPLE = 256 * 1024
CHUNK = 1024 * 1024
ENOUGH_TO_TELL = 20
"""Letters outside ASCII below which a file is never taken for Greek or Russian: two bytes prove nothing."""
OFFERED = ("utf-8", "cp1252", "utf-16-le", "utf-16-be", "iso8859_15", "cp850", "mac_roman")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE = ("cp1252", "cp850", "mac_roman")
_OTHER_SCRIPTS = ["cp1252", "iso8859_7", "cp1253", "cp1251", "koi8_r", "iso8859_5", "cp1250", "cp1254", "cp1255"]
_LIKELY = set("áéíóúñüÁÉÍÓÚÑÜçÇàèìòùïöäâêîôûãõºª€·¿¡«»“”‘’–—…´°ßøåæëÖÄÅØ®©½¼²³\xa0")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROLS = bytes({*range(1, 9), *range(14, 32)} - {0x1A, 0x1B, 0x1E, 0x1F})
"""Signs that no text has; those that end a file, set a field apart or change the colour of a terminal are left out."""
_OUTSIDE_ASCII = bytes(range(0x80, 0x100))
_LOST = re.compile("[\udc80-\udcff]")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` is a Python codec; ``sure`` between 0 and 1; ``lost`` says that some bytes cannot be read."""

    name: str
    sure: float
    lost: bool = False


def find_encoding(path: Path) -> Encoding:
    """Look at the whole file, a piece at a time; never raises for odd bytes, refuses what is no text at all."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, 1.0)
    wide = _wide(head)
    if wide:
        return Encoding(wide, 0.9)
    if max(head.count(0), len(head) - len(head.translate(None, _CONTROLS))) > max(8, len(head) // 50):
        raise Refused("not_text", _("It is not a table: the file is not text. Choose a CSV or an Excel workbook."))
    good, bad, sample = _utf8_count(path)
    if not bad:
        return Encoding("utf-8", 1.0)
    if good > 20 * bad:
        return Encoding("utf-8", 0.8, lost=True)
    return _one_byte(sample)


def decodes(path: Path, name: str) -> bool:
    """Whether the codec exists and reads the whole file without a fault."""
    try:
        decoder = codecs.getincrementaldecoder(name)("strict")
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: western text has a zero in every other byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    if odd > pairs * 0.6 and even < pairs * 0.1:
        return "utf-16-le"
    if even > pairs * 0.6 and odd < pairs * 0.1:
        return "utf-16-be"
    return ""


def _utf8_count(path: Path) -> tuple[int, int, bytes]:
    """Good and bad sequences outside ASCII, and a sample of the lines that hold them."""
    good = bad = 0
    sample = bytearray()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            piece += file.readline()
            if piece.isascii():
                continue
            text = piece.decode("utf-8", "surrogateescape")
            lost = len(_LOST.findall(text))
            bad += lost
            good += len(text) - len(piece.translate(None, _OUTSIDE_ASCII)) - lost
            if len(sample) < SAMPLE:
                sample += b"\n".join(line for line in piece.splitlines() if not line.isascii())[:SAMPLE]
    return good, bad, bytes(sample)


def _one_byte(sample: bytes) -> Encoding:
    letters = sum(1 for byte in sample if chr(byte).isalpha() or byte > 0x7F) or 1
    high = len(_HIGH.findall(sample))
    if high >= ENOUGH_TO_TELL and high / letters > 0.35:
        best = from_bytes(sample, cp_isolation=_OTHER_SCRIPTS).best()
        if best is not None:
            return Encoding(best.encoding, 0.6)
    scores = sorted(((_spanish(sample, name), name) for name in _ONE_BYTE), key=lambda pair: -pair[0])
    (best_score, name), (second, _name) = scores[0], scores[1]
    return Encoding(name, 0.9 if best_score > second + 0.2 else 0.6, lost=name == "cp1252" and best_score < 0)


def _spanish(sample: bytes, name: str) -> float:
    """Between -1 and 1: how well the letters outside ASCII fit their neighbours under this code page."""
    text = sample.decode(name, "replace")
    score = seen = 0
    for index, letter in enumerate(text):
        if letter <= "\x7f":
            continue
        seen += 1
        inside = index > 0 and _WORD.match(text[index - 1]) and _WORD.match(text[index + 1 : index + 2] or " ")
        if letter == "\ufffd" or letter not in _LIKELY:
            score -= 1
        elif letter.isalpha() or not inside:
            score += 1
            # A capital accent in the middle of a lower-case word is a sign of the wrong page.
            if inside and letter.isupper() and text[index - 1].islower():
                score -= 2
        else:
            score -= 1
    return score / seen if seen else 0.0
