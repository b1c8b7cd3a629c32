"""One pass of a file over the sales, a chunk at a time, every step set-based.

A row becomes a line: of the sale whose number and day it says, or of a sale of its own. A line and a sale of a file are
known again by their marks, so that the same file, or a longer one of the same program, brings only what is new. A dry
run does the same and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tendero.kernel import clock, db
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.records.exchange.importers import Memory
from tendero.records.exchange.plan import Formats, Outcome, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.sales.actions.importing.chunk import Chunk
from tendero.sales.actions.importing.customers import Customers
from tendero.sales.actions.importing.draft import Draft
from tendero.sales.actions.importing.goods import Goods
from tendero.sales.actions.importing.marks import Marks
from tendero.sales.actions.importing.names import questions
from tendero.sales.actions.importing.reading import RowReader
from tendero.sales.models.buyers import tell_later, tell_of_sales


class SalesSession:
    """Implements `records.exchange.importers.Session` and `Choosing` for sales."""

    recalls = True

    def __init__(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> None:
        """What the columns ask for is settled here, once for all chunks; `origin` is the file's name."""
        self.plan, self.by, self.origin = plan, by, origin
        self.currency = plan.currency or str(Setting.read("company.currency"))
        self.anew = plan.policy == "add" or (plan.match is not None and "document" not in plan.match)
        """Whether rows are added without looking for what is there."""
        self.reader = RowReader(plan, formats, by=by)
        self.marks = Marks()
        self.customers = Customers(plan, formats, by=by, origin=origin)
        self.goods = Goods(by=by, answers=plan.answers, origin=origin)
        self.also_made = 0
        self.tally: Counter[str] = Counter()

    def recall(self, rows: Sequence[StagedRow]) -> None:
        """Rows written before a restart: the lines after them count on."""
        self.prepare(rows)

    def prepare(self, rows: Sequence[StagedRow]) -> list[Draft]:
        """What each row says, and by what it is known again."""
        drafts = [self.reader.read(row) for row in rows]
        self.marks.give(drafts)
        return drafts

    def foresee(self, prepared: Sequence[Draft]) -> list[Outcome]:
        """What `write` would say of these rows, without writing."""
        return Chunk(self, prepared, pretend=True).run()

    def choices(self) -> dict[str, Any]:
        """Names of products that a dry run met and the catalogue does not know (`names.questions`)."""
        return questions(self.goods.names, self.goods.known, self.plan.answers)

    def finish(self, records: QuerySet[Any]) -> None:
        """Tell once whose purchases the file has brought: customers come again in many chunks of it."""
        tell_of_sales(records)

    def write(self, prepared: Sequence[Draft], memory: Memory) -> list[Outcome]:
        """Write these rows; runs inside the caller's change set. One import at a time looks for what is there."""
        tell_later()  # `finish` tells of all chunks at once
        with db.lock("sales.import"), clock.frozen(clock.now()):  # a chunk is one moment
            return Chunk(self, prepared, pretend=False).run()
