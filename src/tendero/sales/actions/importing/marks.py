"""By what a line of a file, and its sale, are known again: so that the same file twice changes nothing.

Two lines of a file may be alike to the letter; they are told apart by which of them it is, the first, the second... How
many there were so far stands in a file of its own that nobody else sees, so that a long file takes no more memory than
a short one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from tendero.kernel.text import fold
from tendero.sales.actions.importing.draft import Draft

_COUNT = "insert into seen values (?, 0) on conflict (mark) do update set times = times + 1 returning times"


class Marks:
    """Gives each draft its marks, in the order of the file."""

    def __init__(self) -> None:
        """Nothing seen yet. A thread that reads ahead and the one that writes take turns with it."""
        self.book = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.book.execute("create table seen (mark integer primary key, times int)")
        self.book.execute("create table made (mark integer primary key, currency)")

    def give(self, drafts: Iterable[Draft]) -> None:
        """Set `document`, `mark` and `nth` of those without a problem."""
        self.book.execute("begin")
        for draft in drafts:
            if draft.problem:
                continue
            if number := fold(draft.text("number")):
                draft.document = _mark("document", number, draft.on, draft.returned)
                draft.mark = _mark(draft.document, *_said(draft))
                draft.nth = self._times(draft.mark)
            else:  # every row is a sale of its own
                draft.mark = _mark("row", draft.on, draft.hour, *draft.who, *_said(draft))
                draft.nth = self._times(draft.mark)
                draft.document = _mark(draft.mark, draft.nth)
        self.book.execute("commit")

    def made(self, documents: Iterable[int]) -> dict[int, str]:
        """Those of these sales that earlier chunks of a dry run would have made, each with its currency."""
        question = "select mark, currency from made where mark in (select value from json_each(?))"
        return dict(self.book.execute(question, [json.dumps(list(documents))]))

    def keep(self, sales: Mapping[int, str]) -> None:
        """A dry run would have made these by now."""
        self.book.execute("begin")
        self.book.executemany("insert or ignore into made values (?, ?)", sales.items())
        self.book.execute("commit")

    def _times(self, mark: int) -> int:
        """How many alike have come before."""
        times: int = self.book.execute(_COUNT, (mark,)).fetchone()[0]
        return times


def _said(draft: Draft) -> tuple[object, ...]:
    """What was sold, and for how much."""
    line = draft.line
    assert line is not None
    goods = (fold(draft.text(name)) for name in ("product_code", "product", "text"))
    return *goods, f"{line.quantity.normalize():f}", f"{line.amount.normalize():f}", draft.currency


def _mark(*parts: object) -> int:
    """63 bits of the BLAKE2b (RFC 7693) of these parts: two of ten million share one once in 180,000 files."""
    told = "\x1f".join("" if part is None else str(part) for part in parts)
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big") >> 1
