"""From drafts to sales with their lines: every table once, the journal and the search index with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import db, search, write
from tendero.kernel.search import SearchEntry
from tendero.records.exchange.plan import Outcome
from tendero.sales.actions.importing.draft import Draft
from tendero.sales.models import Channel, Kind, PaymentMethod, Sale, SaleLine, Store
from tendero.sales.rules import amounts
from tendero.sales.rules.amounts import Amounts

if TYPE_CHECKING:
    from tendero.sales.actions.importing.chunk import Chunk

LISTS = (("channel", Channel), ("store", Store), ("payment", PaymentMethod))


@dataclass(slots=True)
class Made:
    """A sale about to be written, with its rows."""

    sale: Any
    rows: list[Draft] = field(default_factory=list)


class Builder:
    """Makes the sales of one chunk. Customers and products are found, or made, for all its rows at once."""

    def __init__(self, chunk: Chunk) -> None:
        """Nothing is asked yet."""
        self.chunk, self.session, self.lookups = chunk, chunk.session, chunk.lookups
        self.goods: dict[int, int] = {}

    def sales(self, new: Mapping[int, Sequence[Draft]], more: Sequence[Draft]) -> dict[int, Made]:
        """The sales of the rows `new` by their mark; rows of those that may not be made are told so.

        Customers and goods are found, or made, for these and for the rows `more`, and for none that fail.
        """
        sellers = {mark: self._seller(rows) for mark, rows in new.items()}
        fit = {m: rows for m, rows in new.items() if not self._failed(rows, self.chunk.refused(sellers[m]))}
        fit = {mark: rows for mark, rows in fit.items() if not self._failed(rows, self._mixed(rows))}
        firsts = {mark: next((d for d in rows if d.customer is not None), rows[0]) for mark, rows in fit.items()}
        pretend, tally = self.chunk.pretend, self.session.tally
        buyers = self.session.customers.find(list(firsts.values()), pretend=pretend, tally=tally)
        told = {mark: buyers[d.who] if d.customer is not None else None for mark, d in firsts.items()}
        fit = {mark: rows for mark, rows in fit.items() if not self._failed(rows, _nobody(told[mark]))}
        lines = [draft for rows in fit.values() for draft in rows] + list(more)
        self.goods = self.session.goods.find(lines, self.lookups, currency=self.session.currency, tally=tally)
        made: dict[int, Made] = {}
        for mark, rows in fit.items():
            buyer = told[mark]
            made[mark] = Made(self._sale(mark, rows, buyer.record_id if buyer else None, sellers[mark]), list(rows))
        return made

    def write(self, made: Mapping[int, Made]) -> None:
        """New sales with their lines, whole: what `refresh` would sum up is summed here."""
        if not made:
            return
        lines: list[Any] = []
        for one, pk in zip(made.values(), db.reserve_ids(Sale, len(made)), strict=True):
            one.sale.id = pk
            for position, draft in enumerate(one.rows):
                lines.append(self._line(draft, one.sale, position))
                self.chunk.outcomes[draft.number].record_id = pk
            _sum_up(one.sale, lines[-len(one.rows) :])
            write.compute(one.sale)
        write.create_whole(Sale, [one.sale for one in made.values()], {SaleLine: lines})
        self._index([one.sale for one in made.values() if one.sale.number])

    def fitting(self, more: Mapping[int, Sequence[Draft]]) -> dict[int, Sequence[Draft]]:
        """Those of these rows whose sale, by its mark, is in their currency; the others are told so."""
        kept: dict[int, Sequence[Draft]] = {}
        for mark, rows in more.items():
            there = self.chunk.there.get(mark)
            currency = there.currency if there is not None else self.chunk.begun[mark]
            if not self._failed(rows, self._mixed(rows, currency)):
                kept[mark] = rows
        return kept

    def add(self, more: Mapping[int, Sequence[Draft]]) -> None:
        """Lines of sales that were there: what a chunk before began, or the same program has added since."""
        lines: list[Any] = []
        for mark, rows in more.items():
            sale = self.chunk.there[mark]
            if sale.kind == Kind.RETURN and _kind(rows) is not Kind.RETURN:
                write.change(sale, kind=Kind.CORRECTION.value)
            begun = sum(pk == sale.pk for pk, _mark, _nth in self.chunk.lines)
            for position, draft in enumerate(rows, begun):
                lines.append(self._line(draft, sale, position))
                self.chunk.outcomes[draft.number].record_id = sale.pk
        if lines:
            write.create_many(SaleLine, lines)

    def _sale(self, mark: int, rows: Sequence[Draft], party: int | None, seller: User | None) -> Any:
        """The document: each of its columns from the first row that says it."""
        lists = {f"{name}_id": self._listed(model, _first(rows, name)) for name, model in LISTS}
        return write.blank(
            Sale,
            kind=_kind(rows).value,
            number=_first(rows, "number"),
            party_id=party,
            on=rows[0].on,
            hour=next((row.hour for row in rows if row.hour is not None), None),
            seller_id=seller.pk if seller else None,
            currency=next((row.currency for row in rows if row.currency), self.session.currency),
            origin=self.session.origin[:200],
            mark=mark if not self.session.anew else None,
            note=_first(rows, "note"),
            **lists,
        )

    def _line(self, draft: Draft, sale: Any, position: int) -> Any:
        """One line, as the row tells it."""
        told = draft.line
        assert told is not None
        product = self.goods.get(draft.number)
        words = draft.text("text") or ("" if product else draft.text("product") or draft.text("product_code"))
        return write.blank(
            SaleLine, sale_id=sale.pk, on=sale.on, buyer=sale.party_id, position=position % 32_768, product_id=product,
            text=words, quantity=told.quantity, price=told.price, discount=told.discount, tax=told.tax,
            amount=told.amount, tax_amount=told.tax_amount, cost=told.cost,
            margin=amounts.margin(told.amount, told.cost), nth=draft.nth,
            mark=draft.mark if not self.session.anew else None,
        )  # fmt: skip

    def _listed(self, model: type[Any], name: str) -> int | None:
        """A channel, a shop, a means of payment of that name, made on first mention by whoever may."""
        row = self.lookups.listed(model, name) if name else None
        return row.pk if row is not None else None

    def _seller(self, rows: Sequence[Draft]) -> User | None:
        """The colleague that the file names; nobody of that name leaves a remark. Who may only add his own: he."""
        name = _first(rows, "seller")
        found = self.lookups.owner(name) if name else None
        if name and found is None:
            for row in rows:
                told = _("«%(text)s» is nobody here, or could be several: no seller.") % {"text": name[:60]}
                self.chunk.outcomes[row.number].reason = self.chunk.outcomes[row.number].reason or told
        if not name and self.chunk.reach != "all":
            return next((user for user in self.lookups.people if user.pk == self.chunk.by.user_id), None)
        return found

    def _mixed(self, rows: Sequence[Draft], currency: str = "") -> str:
        """Two currencies in one document are a mistake of the file: they are never added together."""
        told = {row.currency or self.session.currency for row in rows} | ({currency} if currency else set())
        several = ", ".join(sorted(told))
        return _("One document has amounts in %(several)s.") % {"several": several} if len(told) > 1 else ""

    def _failed(self, rows: Sequence[Draft], why: str) -> bool:
        """Whether there is a reason against this document; then all of its rows are told it."""
        for row in rows if why else ():
            outcome = self.chunk.outcomes[row.number]
            outcome.result, outcome.reason, outcome.record_id = "failed", why[:300], None
        return bool(why)

    def _index(self, sales: Sequence[Any]) -> None:
        """Found by their number, the customer's name beside it."""
        ids = {sale.party_id for sale in sales if sale.party_id}
        names = dict(Party.everything.filter(pk__among=ids).values_list("pk", "name")) if ids else {}
        entries = (
            (sale.id, sale.party_id, search.folded(SearchEntry(
                record_key=Sale.record_key, record_id=sale.id, title=sale.number,
                subtitle=names.get(sale.party_id, ""), party_id=sale.party_id)))
            for sale in sales
        )  # fmt: skip
        search.add(Sale.key(), entries)


def _nobody(buyer: Outcome | None) -> str:
    """Why a customer that the file names is nobody; "" if he is somebody, or would be, or it names none."""
    if buyer is None or buyer.record_id or buyer.result not in ("failed", "skipped"):
        return ""
    return _("Who bought: %(why)s") % {"why": buyer.reason}


def _first(rows: Sequence[Draft], name: str) -> str:
    """What the first row that says it says."""
    return next((text for row in rows if (text := row.text(name))), "")


def _kind(rows: Sequence[Draft]) -> Kind:
    """A return if the file says so, or if nothing in it is above zero and something below."""
    lines = [row.line for row in rows if row.line is not None]
    if any(line.amount > 0 or line.amount + line.tax_amount > 0 for line in lines):
        return Kind.CORRECTION if any(row.returned for row in rows) else Kind.SALE
    if any(row.returned for row in rows) or any(line.amount < 0 for line in lines):
        return Kind.RETURN
    return Kind.SALE


def _sum_up(sale: Any, lines: Sequence[Any]) -> None:
    """The sums that `refresh` would find."""
    summed = amounts.whole(Amounts(line.amount, line.tax_amount, line.cost) for line in lines)
    sale.net, sale.tax_amount, sale.cost = summed.amount, summed.tax_amount, summed.cost
    sale.total = sale.net + sale.tax_amount
    sale.margin = amounts.margin(sale.net, summed.cost)
