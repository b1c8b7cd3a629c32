"""Files that are no tables, read by the room that knows them: one declares how, once, at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tendero.records.exchange.reading.text_table import Record

Opener = Callable[[Path], Iterator[Record]]
_openers: dict[str, tuple[str, Opener]] = {}


def declare(kind: str, record_key: str, opener: Opener) -> None:
    """Files of this kind hold records of that one; `opener` gives their titles as row 0, then a row for each."""
    _openers[kind] = (record_key, opener)


def records(kind: str, path: Path) -> Iterator[Record]:
    """Titles and rows of the file."""
    return _openers[kind][1](path)


def holds(kind: str) -> str:
    """The kind of record that such files hold, "" for one nobody declared."""
    return _openers[kind][0] if kind in _openers else ""
