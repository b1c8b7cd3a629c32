"""The cards of a file, one at a time: lines unfolded as each version folds them, broken cards named by number."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tendero.directory.rules.vcard.lines import BadLine, Property, encoding_of, escape, head, held

_BEGIN: Final = re.compile(rb"^\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END: Final = re.compile(rb"^\s*(?:[\w-]+\.)?END\s*:\s*VCARD\s*$", re.IGNORECASE)
_VERSION: Final = re.compile(rb"^VERSION(?:;[^:]*)?:\s*([\d.]+)", re.IGNORECASE)
_BASE64: Final = re.compile(rb"^[A-Za-z0-9+/=\s]+$")
_AGENT: Final = re.compile(rb"^(?:[\w-]+\.)?AGENT[^:]*:\s*$", re.IGNORECASE)
MOST: Final = 8 * 2**20
"""Bytes of one card; what is larger is no card."""
MOST_LINES: Final = 20_000
"""Lines of one card, those that go on the one before apart; a picture has a hundred thousand of the others."""
NO_END, NOTHING, TOO_LARGE = "card_no_end", "card_empty", "card_too_large"


@dataclass(slots=True)
class Card:
    """One card. `problem` is a code when it is broken; `remarks` tell what of it could not be read."""

    number: int
    version: str = "3.0"
    properties: list[Property] = field(default_factory=list)
    problem: str = ""
    remarks: list[str] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """The properties of that name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> str:
        """The value of the first of that name, "" without one."""
        return next((one.value for one in self.properties if one.name == name), "")


def cards_in(source: Path | bytes) -> Iterator[Card]:
    """Every card; never raises for what the file says. Lines outside any card are passed over."""
    for number, (lines, ended) in enumerate(_blocks(_lines(source)), start=1):
        yield _card(number, lines, ended)


def _lines(source: Path | bytes) -> Iterator[bytes]:
    """Physical lines as UTF-8 (or whatever one-byte set), without their ends."""
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        wide = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}.get(start[:2], "")
        wide = wide or ("utf-16-le" if start[1:2] == b"\0" else "utf-16-be" if start[:1] == b"\0" else "")
        if wide:
            with io.TextIOWrapper(file, wide, errors="replace", newline="") as text:
                yield from (part for line in text for part in _cut(line.encode("utf-8", "replace")))
            return
        for number, line in enumerate(_read(file)):
            yield from _cut(line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line)


def _read(file: io.BufferedIOBase | io.BytesIO) -> Iterator[bytes]:
    while line := file.readline(MOST):
        yield line


def _cut(line: bytes) -> list[bytes]:
    """A line may end by a return alone."""
    return line.rstrip(b"\r\n").split(b"\r")


def _blocks(lines: Iterable[bytes]) -> Iterator[tuple[list[bytes], bool]]:
    """The lines of each card, and whether it ends; a card inside another (an agent) is part of it."""
    block: list[bytes] | None = None
    depth = size = 0
    for line in lines:
        if _BEGIN.match(line):
            if block is None:
                block, depth, size = [], 1, 0
                continue
            if not _within(block):
                yield block, False
                block, depth, size = [], 1, 0
                continue
            depth += 1
        elif _END.match(line) and block is not None:
            depth -= 1
            if not depth:
                yield block, True
                block = None
                continue
        if block is not None:
            if size <= MOST:  # with the line that makes it too large, so that this is told
                block.append(line)
            size += len(line) + 1
    if block is not None:
        yield block, False


def _within(block: list[bytes]) -> bool:
    """Whether a card that begins here is the agent of the one that is open."""
    return any(_AGENT.match(line) for line in block[-2:] if line.strip())


def _card(number: int, lines: list[bytes], ended: bool) -> Card:
    version = next((found[1].decode() for line in lines if (found := _VERSION.match(line))), "3.0")
    card = Card(number, version)
    if sum(map(len, lines)) + len(lines) > MOST:
        card.problem = TOO_LARGE
        return card
    for known, line in enumerate(_unfolded(lines, version)):
        if known == MOST_LINES:
            card.problem, card.properties, card.remarks = TOO_LARGE, [], []
            return card
        if not line.strip() or _VERSION.match(line):
            continue
        try:
            card.properties.append(held(line, version, card.remarks))
        except (BadLine, ValueError) as bad:
            card.remarks.append(str(bad).encode("utf-8", "replace").decode("utf-8")[:40])
    if not ended:
        card.problem = NO_END
    elif not card.properties:
        card.problem = NOTHING
    return card


def _unfolded(lines: list[bytes], version: str) -> Iterator[bytes]:
    """Whole lines: 3.0 and 4.0 fold by a blank that is no part of the value, 2.1 where a blank stands anyway."""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if _AGENT.match(line) and at < len(lines) and _BEGIN.match(lines[at]):
            agent, at = _agent(lines, at)
            yield line + agent
            continue
        encoding, pieces = _encoding(line), [line]
        while at < len(lines) and _goes_on(pieces[-1], lines[at], encoding):
            following = lines[at]
            at += 1
            if encoding == "qp" and pieces[-1].endswith(b"="):
                pieces[-1] = pieces[-1][:-1]
                pieces.append(following)
            elif encoding == "b":
                pieces.append(following.strip())
            else:
                pieces.append(following if version == "2.1" else following[1:])
        yield b"".join(pieces)  # once: a value may be folded a million times


def _goes_on(line: bytes, following: bytes, encoding: str) -> bool:
    """Whether the next physical line belongs to this one."""
    if encoding == "qp" and line.endswith(b"="):
        return True
    if following[:1] in (b" ", b"\t"):
        return bool(following.strip()) or encoding != "b"
    return encoding == "b" and bool(following.strip()) and _BASE64.match(following) is not None


def _encoding(line: bytes) -> str:
    start = line.split(b":", 1)[0].upper()
    if b"ENCODING" not in start and b"QUOTED" not in start and b"BASE64" not in start:
        return ""
    try:
        return encoding_of(head(line.split(b":")[0] + b":")[2])
    except BadLine:
        return ""


def _agent(lines: list[bytes], at: int) -> tuple[bytes, int]:
    """The card of an agent as one value of text, and where the lines go on."""
    depth = 0
    taken: list[bytes] = []
    while at < len(lines):
        line = lines[at]
        at += 1
        depth += bool(_BEGIN.match(line)) - bool(_END.match(line))
        taken.append(line)
        if not depth:
            break
    return escape(b"\n".join(taken).decode("utf-8", "replace")).encode(), at
