"""One pass of a file over the directory, a chunk at a time, every step set-based.

A chunk is read, its keys looked up at once, each row brought onto the card of its party, and the cards written
together (`chunk`). A dry run does the same and writes nothing; it keeps in mind what would stand in the database
(`foreseen`), so that a row that comes later in the file is counted as the real run would count it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from tendero.directory.actions.duplicates import put_on_desk, told_apart
from tendero.directory.actions.importing import beside, decided, doubting, groups, linking, showing
from tendero.directory.actions.importing import cards as card_module
from tendero.directory.actions.importing.chunk import Chunk
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.finishing import UNMARKED
from tendero.directory.actions.importing.flushing import Flush
from tendero.directory.actions.importing.foreseen import Foreseen
from tendero.directory.actions.importing.newcomers import newcomer
from tendero.directory.actions.importing.own_files import RELATIONSHIPS
from tendero.directory.actions.importing.reading import RowReader
from tendero.directory.models import Party
from tendero.directory.rules.matching import KeyKind
from tendero.kernel import clock, db
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.records import custom
from tendero.records.exchange import asking
from tendero.records.exchange.importers import Memory
from tendero.records.exchange.linking import names_others
from tendero.records.exchange.plan import Formats, Outcome, Plan, Question, Sides
from tendero.records.exchange.reading import StagedRow

GROUPED = frozenset({RELATIONSHIPS, *groups.GROUPS})
ALL_KINDS = frozenset(str(kind) for kind in KeyKind)


class PartySession:
    """Implements `records.exchange.importers.Session` for parties."""

    recalls = False

    def __init__(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> None:
        """What the columns ask for is settled here, once for all chunks; `origin` is the file's name."""
        self.plan, self.by, self.origin = plan, by, origin
        self.kinds = (ALL_KINDS if plan.match is None else frozenset(plan.match)) | UNMARKED
        self.links = names_others(plan.columns, RELATIONSHIPS)
        self.grouped = {key for key in plan.columns if key in GROUPED}
        if "company:ref" in plan.columns:
            self.grouped.add(RELATIONSHIPS)
        country = str(Setting.read("company.country"))
        self.reader = RowReader(plan, formats, country=country, today=clock.today(), by=by)
        self.foreseen: Foreseen | None = None
        self.also_made = 0
        self.tally: Counter[str] = Counter()
        self.questions: list[Question] = []
        self.shows = showing.Shows()

    def prepare(self, rows: Sequence[StagedRow]) -> list[Draft]:
        """What each row says, and the card of each as if nobody knew him: most are new."""
        with clock.frozen(clock.now()):  # asked of the system once, not for every column that has a moment
            drafts = [self.reader.read(row) for row in rows]
            for draft in drafts:
                if not draft.problem:
                    draft.card = newcomer(draft)
                    if draft.beside is not None:
                        draft.beside.card = newcomer(draft.beside)
        return drafts

    def foresee(self, prepared: Sequence[Draft]) -> list[Outcome]:
        """What `write` would say of these rows, without writing."""
        self.foreseen = self.foreseen or Foreseen()
        self._count(prepared)
        chunk = Chunk(self, prepared, foreseen=self.foreseen)
        outcomes = self._go_through(chunk, self.foreseen)
        if self.plan.policy != "add":
            self.questions += doubting.questions(chunk, outcomes)
        self.shows.look(prepared, outcomes)
        return outcomes

    @cached_property
    def answered(self) -> bool:
        """Whether anybody ever said something about doubtful rows."""
        return asking.anything_said(Party.record_key)

    def sides(self, doubts: Sequence[Any], rows: Mapping[int, StagedRow]) -> dict[int, Sides]:
        """Doubtful rows beside whom they may be, as far as this actor sees them."""
        drafts = {row.number: self.reader.read(row) for row in rows.values()}
        return beside.sides(doubts, drafts, self.by)

    def leave(self, pairs: Sequence[asking.Beside]) -> None:
        """Who was told apart stays so, and who was not told of waits on the desk of duplicates."""
        told_apart([(pair.one, pair.other) for pair in pairs if pair.told == "two"], by=self.by)
        put_on_desk([(pair.one, pair.other) for pair in pairs if not pair.told])

    def decide(self, pair: asking.Beside, seen: Mapping[str, int]) -> asking.Settled:
        """Made one by the standing rule, told apart, or either taken back."""
        return decided.decide(pair, seen, self.by)

    def compared(self, pairs: Sequence[asking.Beside]) -> Mapping[int, asking.Compared]:
        """Where two of them are made one field by field."""
        return decided.compared(pairs, self.by)

    def recall(self, rows: Sequence[StagedRow]) -> None:
        """Nothing to recall: what earlier rows did stands in the database."""

    def finish(self, records: QuerySet[Any]) -> None:
        """Nothing waits for the end."""

    def write(self, prepared: Sequence[Draft], memory: Memory) -> list[Outcome]:
        """Write these rows; runs inside the caller's change set. One import at a time may look for its matches."""
        self._count(prepared)
        with db.lock("directory.import"), clock.frozen(clock.now()):  # a chunk is one moment
            return self._go_through(Chunk(self, prepared), memory)

    def _count(self, drafts: Sequence[Draft]) -> None:
        """What spreadsheets did to the values of these rows, and was put right or left out."""
        found = {"zeros": sum(d.zeros for d in drafts), "damaged": sum(d.damaged for d in drafts)}
        self.tally.update({name: count for name, count in found.items() if count})

    def _go_through(self, chunk: Chunk, memory: Memory) -> list[Outcome]:
        """Decide a chunk, knowing whom earlier ones spoke of; the companies it made are counted."""
        chunk.earlier = memory.touched(chunk.known.ids)
        outcomes = chunk.run()
        self.also_made += len(chunk.firms) + chunk.besides_made
        self.tally.update({f"yes_{basis}": count for basis, count in chunk.resolver.yes.items()})
        return outcomes

    def link(self, rows: Sequence[StagedRow], ids: Mapping[int, int]) -> dict[int, str]:
        """Link those whom rows name by reference, now that all are there: what is left out, by row number.

        `ids` gives the party of each row that may be linked. Runs inside the caller's change set.
        """
        drafts = linking.waiting([self.reader.read(row) for row in rows if row.number in ids])
        if not drafts:
            return {}
        chunk = Chunk(self, drafts)
        chunk.cards = card_module.load(sorted({ids[d.number] for d in drafts}), lock=True)
        card_module.complete(chunk.cards, frozenset({RELATIONSHIPS}))
        custom.attach([card.party for card in chunk.cards.values()], list(chunk.resolver.custom.values()))
        remarks: dict[int, list[str]] = {}
        update = self.plan.policy == "update"
        for draft in drafts:
            chunk.links.bring(chunk.cards[ids[draft.number]], draft, update=update,
                              remarks=remarks.setdefault(draft.number, []))  # fmt: skip
        Flush(chunk.resolver, by=self.by, pretend=False).run(list(chunk.cards.values()))
        return {number: " ".join(told) for number, told in remarks.items() if told}
