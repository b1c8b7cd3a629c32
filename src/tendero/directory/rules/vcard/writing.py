"""Properties as lines of a card, in 3.0 or 4.0, folded as both fold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tendero.directory.rules.vcard.lines import MEDIA, Property

VERSIONS: Final = ("4.0", "3.0")
_DATA: Final = re.compile(r"^data:([^;,]*)(?:;[^,]*)?;base64,(.*)$", re.DOTALL | re.IGNORECASE)
_CARET: Final = {"\n": "^n", "^": "^^", '"': "^'"}
WIDTH: Final = 75


def write(properties: Iterable[Property], version: str) -> str:
    """One card, its lines ended as the standards want."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *(told(one, version) for one in properties), "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def told(one: Property, version: str) -> str:
    """One property as an unfolded line."""
    value, params = one.value, [(name, list(values)) for name, values in one.params]
    media = _DATA.match(value) if one.name in MEDIA else None
    if media is not None and version == "3.0":
        kind = media[1].removeprefix(f"{MEDIA[one.name]}/") if "/" in media[1] else ""
        sorts = next((values for name, values in params if name == "TYPE"), [])
        params = [(name, values) for name, values in params if name != "TYPE"]
        params.insert(0, ("ENCODING", ["b"]))
        if kind or sorts:
            params.insert(1, ("TYPE", [*([kind.upper()] if kind else []), *sorts]))
        value = media[2]
    if version == "3.0":
        params = _pref(params)
    head = f"{one.group}." if one.group else ""
    told = "".join(f";{name}={','.join(_param(value) for value in values)}" for name, values in params)
    return f"{head}{one.name}{told}:{value}".replace("\r", "").replace("\n", "\\n")


def _pref(params: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """3.0 says by a type which one is preferred; other numbers stay a parameter that its readers pass over."""
    if ("PREF", ["1"]) not in params:
        return params
    rest = [(name, values) for name, values in params if name != "PREF"]
    sorts = next((values for name, values in rest if name == "TYPE"), [])
    return [("TYPE", [*sorts, "pref"]), *((name, values) for name, values in rest if name != "TYPE")]


def _param(value: str) -> str:
    safe = re.sub(r'[\n^"]', lambda sign: _CARET[sign[0]], value)
    return f'"{safe}"' if re.search(r"[,;:]", safe) or safe != safe.strip() or not safe else safe


def folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, never through a letter."""
    if line.isascii() and len(line) <= WIDTH:
        return line
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        width = 1 if letter < "\x80" else len(letter.encode("utf-8", "surrogatepass"))
        if size + width > WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += width
    return "\r\n".join([*pieces, piece])
