"""Who bought: found or made by the directory's own import, once for each set of cells that say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing import PartySession
from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.records.exchange.plan import Formats, Outcome, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading.cells import content
from tendero.sales.actions.importing.draft import Draft
from tendero.sales.actions.importing.reading import keys_of

_NAMED: Final = frozenset(
    ["name", "first_name", "last_name", "second_last_name", "company", "legal_name", "email", "phone"]
)
KEPT: Final = 50_000
"""Of how many customers a pass keeps in mind who they are."""


class _Nobody:
    """Rows of sales speak of the same customer as often as he bought."""

    def touched(self, ids: Iterable[int]) -> set[int]:
        """None of them."""
        return set()


class Customers:
    """Answers who bought, for a chunk at a time."""

    def __init__(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> None:
        """Blanks of those who are there are filled in by what the file says, whatever is done with sales."""
        keys = keys_of(plan.columns)
        self.nameless = not _NAMED & {key.partition(":")[0] for key in keys}
        self.reference = next((at for at, key in enumerate(keys) if key.partition(":")[0] in ("reference", "id")), None)
        policy = "fill" if plan.policy == "add" else plan.policy
        columns = (*keys, "name") if self.nameless else tuple(keys)
        self.session = PartySession(
            replace(plan, columns=columns, match=None, policy=policy), formats, by=by, origin=origin
        )
        self.known: dict[tuple[str, ...], int] = {}
        self.fresh: dict[tuple[str, ...], int] = {}

    def find(self, drafts: Sequence[Draft], *, pretend: bool, tally: Counter[str]) -> dict[tuple[str, ...], Outcome]:
        """The outcome of each set of cells that this chunk brings; `record_id` is who it is."""
        self._settle(pretend=pretend)
        wanted = {d.who: d.customer for d in drafts if d.customer is not None and d.who not in self.known}
        found = {who: Outcome(0, "repeated", pk) for d in drafts if (pk := self.known.get(who := d.who)) is not None}
        if wanted:
            found |= self._ask(wanted, pretend=pretend, tally=tally)
        return found

    def _ask(
        self, wanted: dict[tuple[str, ...], StagedRow], *, pretend: bool, tally: Counter[str]
    ) -> dict[tuple[str, ...], Outcome]:
        """Bring these to the directory, as rows of a file of contacts."""
        before = self.session.also_made
        prepared = self.session.prepare([self._row(row) for row in wanted.values()])
        outcomes = self.session.foresee(prepared) if pretend else self.session.write(prepared, _Nobody())
        found = dict(zip(wanted, outcomes, strict=True))
        tally["customers"] += sum(one.result == "created" for one in outcomes) + self.session.also_made - before
        self.fresh = {who: one.record_id for who, one in found.items() if one.record_id}
        return found

    def _row(self, row: StagedRow) -> StagedRow:
        """Whom the file calls by a code only is called so."""
        if not self.nameless:
            return row
        code = content(row.cells[self.reference]).strip() if self.reference is not None else ""
        return row._replace(cells=[*row.cells, _("Customer %s") % code if code else ""])

    def _settle(self, *, pretend: bool) -> None:
        """Keep in mind whom the chunk before found, unless the database took it back."""
        if self.fresh and not pretend:
            there = set(Party.everything.filter(pk__among=set(self.fresh.values())).values_list("pk", flat=True))
            self.fresh = {who: pk for who, pk in self.fresh.items() if pk in there}
        if len(self.known) > KEPT:
            self.known.clear()
        self.known |= self.fresh
        self.fresh = {}
