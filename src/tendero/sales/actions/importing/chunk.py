"""The rows of one chunk on their way to sales: which are there, who bought, what; then all is written together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.foreseen import Foreseen
from tendero.directory.actions.importing.lookups import Lookups
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import permissions, write
from tendero.kernel.money import to_scaled
from tendero.kernel.text import fold
from tendero.records.exchange.plan import Outcome
from tendero.sales.actions.importing.building import Builder
from tendero.sales.actions.importing.draft import Draft
from tendero.sales.models import Sale, SaleLine
from tendero.ui import words

if TYPE_CHECKING:
    from tendero.sales.actions.importing.session import SalesSession

_KNOWN: Final = ("pk", "mark", "binned_at", "version", "kind", "party_id", "seller_id", "currency", "ref")
SHOWN: Final = 60
"""Rows of a chunk that a dry run describes, not only counts."""


class Chunk:
    """Decides row by row; all that it asks of the database it asks at once. With `pretend` it writes nothing."""

    def __init__(self, session: SalesSession, drafts: Sequence[Draft], *, pretend: bool) -> None:
        """What stands already of these rows: sales by their mark, the living before those in the bin, and lines."""
        self.session, self.plan, self.by, self.pretend = session, session.plan, session.by, pretend
        self.drafts = drafts
        self.lookups = Lookups(by=self.by, foreseen=Foreseen() if pretend else None)
        self.reach = permissions.scope(self.by, "add", Sale.record_key)
        self.there: dict[int, Any] = {}
        self.begun: dict[int, str] = {}
        """Sales that earlier chunks of a dry run would have made, each with its currency."""
        self.lines: set[tuple[int, int, int]] = set()
        self.changeable: set[int] = set()
        self.seen: set[int] = set()
        self.outcomes: dict[int, Outcome] = {}
        documents = {draft.document for draft in drafts if not draft.problem}
        if not session.anew:
            self._look_up(documents)
            self.begun = session.marks.made(documents) if pretend else {}

    def run(self) -> list[Outcome]:
        """Every row's outcome, in order."""
        new: dict[int, list[Draft]] = defaultdict(list)
        more: dict[int, list[Draft]] = defaultdict(list)
        for draft in self.drafts:
            self.outcomes[draft.number] = outcome = self._begin(draft)
            if outcome.result != "created":
                continue
            sale = self.there.get(draft.document)
            if sale is not None:
                self._onto(sale, draft, outcome, more)
            elif draft.document in self.begun:
                more[draft.document].append(draft)
            else:
                new[draft.document].append(draft)
        self._write(new, more)
        for draft in self.drafts:
            self._add_up(draft)
        return [self.outcomes[draft.number] for draft in self.drafts]

    def _look_up(self, documents: set[int]) -> None:
        """Sales by mark, who may see and change them, and their lines. Those in the bin have an index of their own."""
        found = [Sale.objects.filter(mark__among=documents)]
        if self.plan.binned != "add":
            found.append(Sale.everything.filter(mark__among=documents, binned_at__isnull=False))
        for rows in found:
            for row in rows.order_by("-binned_at", "pk").only(*_KNOWN):
                self.there.setdefault(row.mark, row)
        if not self.there:
            return
        ids = [row.pk for row in self.there.values()]
        self.seen = self._within(ids, "view")
        self.changeable = self._within(ids, "change")
        told = SaleLine.objects.filter(sale__in=ids, mark__isnull=False)
        self.lines = set(told.values_list("sale_id", "mark", "nth"))

    def _within(self, ids: Sequence[int], verb: str) -> set[int]:
        """Those of these sales that `verb` reaches."""
        condition = permissions.rows(self.by, verb, Sale)
        return set() if condition is None else set(
            Sale.everything.filter(condition, pk__in=ids).values_list("pk", flat=True)
        )  # fmt: skip

    def _begin(self, draft: Draft) -> Outcome:
        """As if the row were a new line; what cannot be read fails, a row that says nothing is left out."""
        outcome = Outcome(draft.number, "created", title=draft.title, reason=" ".join(draft.remarks)[:300])
        if draft.problem:
            empty = not draft.figures and not draft.texts and draft.on is None
            outcome.result, outcome.reason = ("skipped" if empty else "failed"), draft.problem
        elif self.pretend and len(self.outcomes) < SHOWN:
            outcome.details = _in_short(draft, self.session.currency)
        return outcome

    def _onto(self, sale: Any, draft: Draft, outcome: Outcome, more: dict[int, list[Draft]]) -> None:
        """A row of a sale that is there: nothing if the line is too, else one more line of it (`more`, by mark)."""
        if sale.pk not in self.seen:
            outcome.result = "skipped"
            outcome.reason = _("It exists already, outside what you may see: ask for access.")
            return
        outcome.record_id, back = sale.pk, sale.binned_at is not None
        if back and self.plan.binned == "skip":
            outcome.result, outcome.reason = "skipped", _("It lies in the bin.")
        elif not back and (sale.pk, draft.mark, draft.nth) in self.lines:
            outcome.result = "skipped" if self.plan.policy == "skip" else "unchanged"
            outcome.reason = outcome.reason if outcome.result == "unchanged" else _("It exists already.")
        elif sale.pk not in self.changeable:
            outcome.result, outcome.reason = "skipped", _("It exists already and your profile may not change it.")
        elif (sale.pk, draft.mark, draft.nth) in self.lines:
            outcome.result = "updated"
        else:
            more[draft.document].append(draft)

    def _write(self, new: Mapping[int, list[Draft]], more: Mapping[int, Sequence[Draft]]) -> None:
        """Sales out of the bin, new ones whole, and what is added to those that were there."""
        builder = Builder(self)
        more = builder.fitting(more)
        sales = builder.sales(new, [draft for rows in more.values() for draft in rows])
        self.session.tally["documents"] += len(sales)
        if self.pretend:
            self._tell_buyers({d.number: one.sale.party_id for one in sales.values() for d in one.rows})
            self.session.marks.keep({mark: one.sale.currency for mark, one in sales.items()})
            return
        kept = {outcome.record_id for outcome in self.outcomes.values() if outcome.result in ("updated", "created")}
        if back := [row for row in self.there.values() if row.binned_at is not None and row.pk in kept]:
            write.from_bin(back)
        builder.write(sales)
        builder.add(more)

    def _tell_buyers(self, found: dict[int, int | None]) -> None:
        """Of the rows that are described: to whom their customer is joined, beside what the file calls him."""
        there = {d.number: sale.party_id for d in self.drafts if (sale := self.there.get(d.document)) is not None}
        buyers = {number: pk for number, pk in (there | found).items() if pk and self.outcomes[number].details}
        rows = Party.objects.visible_to(self.by).filter(pk__in=set(buyers.values())) if buyers else ()
        names = {row.pk: row.name for row in rows}
        for number, pk in buyers.items():
            told = self.outcomes[number].details
            if (name := names.get(pk, "")) and fold(name) != fold(told[2]):
                told[2] = f"{told[2]} → {name}" if told[2] else name

    def refused(self, seller: User | None) -> str:
        """Why whoever imports may not add a sale of that seller; "" if he may."""
        if self.reach == "all":
            return ""
        mine = seller is not None and seller.pk == self.by.user_id
        same = seller is None or (seller.team_id is not None and seller.team_id == self.by.team_id)
        if mine or (self.reach == "team" and same):
            return ""
        return _("Your profile may only add sales of your own.")

    def _add_up(self, draft: Draft) -> None:
        """What the file says it comes to, and what of that is stored: beside each other, by currency."""
        if draft.line is None:
            return
        currency = draft.currency or self.session.currency
        self.session.tally[f"file:{currency}"] += to_scaled(draft.line.told)
        if self.outcomes[draft.number].result in ("created", "unchanged", "updated"):
            self.session.tally[f"stored:{currency}"] += to_scaled(draft.line.stored)


def _in_short(draft: Draft, currency: str) -> list[str]:
    """The row as it will stand: nothing for a picture, goods with day and amount, who bought."""
    assert draft.line is not None
    goods = draft.text("product") or draft.text("product_code") or draft.text("text")
    day = words.day(draft.on) if draft.on else ""
    came_to = words.amount(draft.line.amount, draft.currency or currency)
    return ["", " · ".join(part for part in (day, goods, came_to) if part), next(filter(None, draft.who), "")]
