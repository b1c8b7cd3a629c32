"""The business at a glance: figures of a period in one currency, each with the address of the rows it is made of.

A constant number of queries: at most two for each table, six for the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum

from tendero.directory.models import Party
from tendero.insight.models import Axis
from tendero.insight.queries.addresses import Addresses
from tendero.insight.queries.sources import FAMILY, By, Figures, Kept, Plain, names_of, source_for
from tendero.insight.rules import parts
from tendero.insight.rules.periods import Period, Span, months_after
from tendero.kernel import clock, db
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.kernel.models import Setting
from tendero.kernel.money import Money
from tendero.kernel.permissions import Refused, hidden_fields, may, prefixed
from tendero.kernel.permissions import rows as rows_of
from tendero.metrics.models import PartyRhythm
from tendero.pipeline.models import Opportunity
from tendero.sales.models import Sale
from tendero.sales.rules.year import change_in_percent

NEEDED: Final = frozenset({"on", "net", "total", "currency", "kind"})
"""Fields of a sale without which there are no figures at all."""
TABLES: Final[dict[str, tuple[By, frozenset[str], str]]] = {
    "products": (Axis.PRODUCT, frozenset({"lines"}), "catalog.Product"),
    "families": (FAMILY, frozenset({"lines", "bought_family"}), "catalog.Category"),
    "customers": (Axis.PARTY, frozenset({"party"}), "directory.Party"),
    "sellers": (Axis.SELLER, frozenset({"seller"}), ""),
    "channels": (Axis.CHANNEL, frozenset({"channel"}), "sales.Channel"),
}
"""Each table: by what, which fields of a sale it tells, and which records."""
SHOWN: Final = 8


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is of (None: nothing said, or not for him), its figures, and where they lead."""

    thing: Any
    figures: Figures
    share: Decimal | None
    sales_url: str
    margin_url: str
    said: bool = True


@dataclass(frozen=True)
class Table:
    """The rows that come to most, and what the others come to; None where there are none."""

    key: str
    rows: list[Row]
    others: Figures | None
    anonymous: Row | None = None


@dataclass(frozen=True)
class Month:
    """A month of the chart, and the same one a year before."""

    start: dt.date
    now: Decimal
    before: Decimal
    url: str
    before_url: str


@compiled
def _open_deals(actor: Actor, *, currency: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = Opportunity.objects.visible_to(actor).filter(status="open", currency=currency)
    # "*", not a column: all that is asked for then stands in the index `opportunity_sums`
    sums = rows.order_by().values("currency").annotate(number=Count("*"), sum=Sum("amount"))
    found: QuerySet[Any] = sums.values_list("number", "sum")
    return found


class Summary:
    """Figures for one reader, of the sales that `verb` reaches. Refused to whoever may not know their amounts."""

    def __init__(self, actor: Actor, period: Period, currency: str = "", verb: str = "view") -> None:
        self.actor, self.period = actor, period
        self.hidden = hidden_fields(actor, Sale.record_key)
        if NEEDED & self.hidden:
            raise Refused
        self.source = source_for(actor, verb)
        self.today = clock.today(actor.time_zone)
        self.all = self._all()
        self.currencies = sorted(self.all, key=lambda code: (-self.all[code].sales, code))
        self.currency = currency or (self.currencies[0] if self.currencies else str(Setting.read("company.currency")))
        self.to = Addresses(period, self.currency)

    def _all(self) -> dict[str, Figures]:
        found = self.source.whole(self.period)
        if not found and self.period.span is Span.TWELVE and isinstance(self.source, Kept):
            self.source = Plain(Sale.objects.all())  # a month begins, and its twelve are not added up yet
            found = self.source.whole(self.period)
        return found

    @property
    def figures(self) -> Figures:
        """What the period comes to."""
        return self.all.get(self.currency, Figures())

    @property
    def costs(self) -> bool:
        """Whether he may know what is left of the sales."""
        return not {"cost", "margin", "lines"} & self.hidden

    @cached_property
    def ever(self) -> bool:
        """Whether anything was ever sold, that he sees."""
        return bool(self.all) or Sale.objects.visible_to(self.actor).exists()

    @cached_property
    def before(self) -> Decimal:
        """What the same dates came to a year before."""
        return self.source.between(*self.period.year_before(self.today), self.currency)

    @property
    def change(self) -> int | None:
        """By how much it grew since then, in percent."""
        return change_in_percent(self.before, self.figures.net)

    @cached_property
    def months(self) -> list[Month]:
        """Its year, month by month, beside the year before."""
        firsts = self.period.months()
        found = self.source.months(months_after(firsts[0], -12), firsts[-1], self.currency)
        return [self._month(first, found) for first in firsts]

    def _month(self, first: dt.date, found: Mapping[dt.date, Figures]) -> Month:
        earlier = months_after(first, -12)
        now, before = (found.get(day, Figures()).net for day in (first, earlier))
        return Month(first, now, before, self.to.month(first), self.to.month(earlier))

    @cached_property
    def new_customers(self) -> tuple[int, bool] | None:
        """How many bought for the first time, capped as in lists; None for whom it is hidden."""
        if {"first_purchase"} & hidden_fields(self.actor, Party.record_key) or "party" in self.hidden:
            return None
        reach = rows_of(self.actor, "view", Party)
        if reach is None:
            return None
        new = PartyRhythm.objects.filter(first_on__range=(self.period.start, self.period.end))
        return db.capped_count(new.filter(prefixed(reach, "party")) if reach else new)  # who sees all needs no join

    @cached_property
    def open_deals(self) -> tuple[int, Money | None] | None:
        """Opportunities that are open today, and what they come to in this currency."""
        hidden = hidden_fields(self.actor, Opportunity.record_key)
        if not may(self.actor, "view", Opportunity.record_key) or "status" in hidden:
            return None
        if {"amount", "currency"} & hidden:
            return Opportunity.objects.visible_to(self.actor).filter(status="open").count(), None
        found = _open_deals(self.actor, currency=self.currency)
        number, amount = found[0] if found else (0, None)
        return number, Money(amount or Decimal(0), self.currency)

    @cached_property
    def tables(self) -> list[Table]:
        """Every table he may know of."""
        return [self.table(key) for key in TABLES if self.knows(key)]

    def knows(self, key: str) -> bool:
        """Whether he may know what that table tells."""
        _by, told, record = TABLES[key]
        return not told & self.hidden and (not record or may(self.actor, "view", record))

    def table(self, key: str, number: int = SHOWN) -> Table:
        """The rows of a table that come to most."""
        by = TABLES[key][0]
        found = self.source.most(by, self.period, self.currency, number + 1)
        shown = found[: number if len(found) > number else None]
        things = names_of(by, [thing for thing, _figures in shown if thing], self.actor)
        rows = [self._row(key, thing, things.get(thing), figures) for thing, figures in shown]
        anonymous = self._anonymous() if by is Axis.PARTY else None
        told = [*(row.figures for row in rows), *([anonymous.figures] if anonymous else [])]
        return Table(key, rows, self.figures.without(told) if len(found) > number else None, anonymous)

    def _row(self, key: str, thing: int, row: Any, figures: Figures) -> Row:
        share = parts.part(figures.net, self.figures.net)
        sales, margin = self.to.of(key, row) if row is not None or not thing else ("", "")
        return Row(row, figures, share, sales, margin, said=bool(thing))

    def _anonymous(self) -> Row | None:
        """What was sold to nobody in particular."""
        found = self.source.most(Axis.ANONYMOUS, self.period, self.currency, 1)
        return self._row("customers", 0, None, found[0][1]) if found else None
