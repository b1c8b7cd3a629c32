"""Several texts in one cell of a file, so that every one of them comes back as it was.

What is many stands between semicolons; a group that repeats takes a line a row, its parts between bars, those at the
end left out when empty: ``ana@bar.example | trabajo``. A sign that belongs to a text has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

MANY: Final = ";"
PART: Final = "|"
ROW: Final = "\n"
_ESCAPED: Final = re.compile(r"\\([\\;|ns])")
_MEANS: Final = {"n": "\n", "s": " "}


def pack(texts: Iterable[str], sign: str = MANY) -> str:
    """The texts in one: ``bar; hostelería``, ``Calle Mayor 3 |  | 50001``."""
    kept = [_escape(text, sign) for text in texts]
    while kept and not kept[-1]:
        kept.pop()
    return (f" {sign} " if sign == PART else f"{sign} ").join(kept)


def unpack(text: str, sign: str = MANY) -> list[str]:
    """The inverse of `pack`; a backslash that is none of ours is one more letter."""
    pieces = re.findall(rf"((?:\\.|[^{re.escape(sign)}\\]|\\$)*)(?:{re.escape(sign)}|$)", text, re.DOTALL)
    return [_unescape(piece.strip()) for piece in (pieces[:-1] if len(pieces) > 1 and not pieces[-1] else pieces)]


def pack_rows(rows: Iterable[Sequence[str]]) -> str:
    """A line a row, its parts between bars; a row that says nothing has none."""
    return ROW.join(line for row in rows if (line := pack(row, PART)))


def unpack_rows(text: str, names: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a cell, each as `{part: text}` without what is empty; parts beyond `names` are left out."""
    found = []
    for line in text.split(ROW):
        parts = {name: part for name, part in zip(names, unpack(line, PART), strict=False) if part}
        if parts:
            found.append(parts)
    return found


def _escape(text: str, sign: str) -> str:
    bare = text.replace("\\", "\\\\").replace(sign, f"\\{sign}").replace("\r\n", "\n").replace("\n", "\\n")
    if bare.startswith(" "):
        bare = f"\\s{bare[1:]}"
    return f"{bare[:-1]}\\s" if bare.endswith(" ") else bare


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _MEANS.get(found[1], found[1]), text)
