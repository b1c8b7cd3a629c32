"""By what a line of a file, and its sale, are known again: so that the same file twice changes nothing.

Two lines of a file may be alike to the letter; they are told apart by which of them it is, the first, the second... How
many there were so far stands in a file of its own that nobody else sees, so that a long file takes no more memory than
a short one.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from tendero.kernel.text import fold
from tendero.sales.actions.importing.draft import Draft

_HELD: Final = """
    pragma cache_size = -8192; pragma journal_mode = off;
    create table seen (mark integer primary key, times int); create table made (mark integer primary key, currency);
"""
"""Eight MB of it stay in memory; nothing is ever taken back."""


class Marks:
    """Gives each draft its marks, in the order of the file."""

    def __init__(self) -> None:
        """Nothing seen yet. A thread that reads ahead and the one that writes take turns with it."""
        self.book = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.book.executescript(_HELD)

    def give(self, drafts: Iterable[Draft]) -> None:
        """Set `document`, `mark` and `nth` of those without a problem."""
        sound = [draft for draft in drafts if not draft.problem]
        for draft in sound:
            if number := fold(draft.text("number")):
                draft.document = _document(number, draft.on, draft.returned)
                draft.mark = _mark(draft.document, *_said(draft))
            else:  # every row is a sale of its own
                draft.mark = _mark("row", draft.on, draft.hour, *draft.who, *_said(draft))
        times = self._times({draft.mark for draft in sound})
        for draft in sound:
            draft.nth = times[draft.mark]
            times[draft.mark] += 1
            draft.document = draft.document or _mark(draft.mark, draft.nth)
        self._count(times)

    def made(self, documents: Iterable[int]) -> dict[int, str]:
        """Those of these sales that earlier chunks of a dry run would have made, each with its currency."""
        question = "select mark, currency from made where mark in (select value from json_each(?))"
        return dict(self.book.execute(question, [json.dumps(list(documents))]))

    def keep(self, sales: Mapping[int, str]) -> None:
        """A dry run would have made these by now."""
        self.book.execute("begin")
        self.book.executemany("insert or ignore into made values (?, ?)", sales.items())
        self.book.execute("commit")

    def _times(self, marks: set[int]) -> dict[int, int]:
        """How many of each have come before."""
        question = "select mark, times from seen where mark in (select value from json_each(?))"
        return dict.fromkeys(marks, 0) | dict(self.book.execute(question, [json.dumps(list(marks))]))

    def _count(self, times: Mapping[int, int]) -> None:
        """So many of each have come by now."""
        self.book.execute("begin")
        self.book.executemany("insert or replace into seen values (?, ?)", sorted(times.items()))
        self.book.execute("commit")


def _said(draft: Draft) -> tuple[str, ...]:
    """What was sold, and for how much."""
    goods = (fold(draft.text(name)) for name in ("product_code", "product", "text"))
    return *goods, draft.said, draft.currency


@lru_cache(maxsize=1_024)
def _document(number: str, on: dt.date | None, returned: bool | None) -> int:
    """The mark of a sale by its number: its lines stand together."""
    return _mark("document", number, on, returned)


def _mark(*parts: object) -> int:
    """63 bits of the BLAKE2b (RFC 7693) of these parts: two of ten million share one once in 180,000 files."""
    told = "\x1f".join("" if part is None else str(part) for part in parts)
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big") >> 1
