"""What a contact has bought, and how much of a product was sold: as far as the reader sees those sales.

Each figure opens exactly the sales it was made from.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum, Window
from django.db.models.functions import TruncMonth

from tendero.catalog.models import Product
from tendero.directory.models import Party
from tendero.directory.queries.card import has
from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.kernel.money import Money
from tendero.kernel.permissions import hidden_fields, prefixed
from tendero.records import children
from tendero.records.filters.addresses import test, where
from tendero.records.veil import all_veiled
from tendero.sales.models import Kind, Sale, SaleLine
from tendero.sales.rules.year import change_in_percent, months_before

_LAST: Final = 4
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Year:
    """Twelve months of one currency, this one the last: what they come to without tax, and month by month.

    `change` is in percent of the twelve months before, None where those had nothing. `margin` is known when that of
    every one of those sales is, to whoever may know it. Each month with its address.
    """

    money: Money
    margin: Money | None
    months: Sequence[tuple[dt.date, Decimal, str]]
    change: int | None
    url: str


@dataclass(frozen=True)
class Purchases:
    """The last sales with a contact, how many documents there are, and the last year in each currency."""

    last: Sequence[Sale]
    count: int
    years: Sequence[Year]
    url: str


@dataclass(frozen=True)
class Sold:
    """Units of a product sold in the last twelve months, in how many sales, and the last ones."""

    units: Decimal
    sales: int
    lines: Sequence[SaleLine]
    url: str


def of_party(party: Party, actor: Actor) -> Purchases | None:
    """What a contact has bought; None for whom customer or day of a sale are hidden. Three queries, or none."""
    hidden = hidden_fields(actor, Sale.record_key)
    if {"party", "on"} & hidden:
        return None
    mine = test("party", "eq", party.ref)
    if not has(party, "sales"):
        return Purchases([], 0, [], where(Sale.record_key, mine))
    years = [] if {"total", "net"} & hidden else _years(party, actor)
    shown: list[Any] = _last_with(actor, party=party.pk)
    if "lines" not in hidden:
        children.load(shown, ["lines__product"])
    return Purchases(shown, shown[0].of_all if shown else 0, years, where(Sale.record_key, mine))


@compiled
def _last_with(actor: Actor, *, party: Any) -> QuerySet[Sale]:
    """The last documents; each knows how many sales there are."""
    rows: QuerySet[Sale] = Sale.objects.visible_to(actor).filter(party=party)
    counted = Window(Count("pk", filter=Q(kind=Kind.SALE)))
    return rows.annotate(of_all=counted).select_related("payment", "channel").order_by("-on", "-id")[:_LAST]


@compiled
def _by_month(actor: Actor, *, party: Any, first: Any, last: Any) -> QuerySet[Any]:
    """By currency and month: documents, what they come to, their margin, and of how many it is known."""
    rows = Sale.objects.visible_to(actor).filter(party=party, on__gte=first, on__lte=last)
    told = {"came_to": Sum("net"), "left": Sum("margin"), "known": Count("margin")}
    monthly = rows.annotate(month=TruncMonth("on")).order_by().values("currency", "month")
    found: QuerySet[Any] = monthly.annotate(documents=Count("pk"), **told)
    return found


def of_product(product: Product, actor: Actor) -> Sold | None:
    """How much of a product was sold in twelve months; None for whom lines or days are hidden. Two queries."""
    if {"lines", "on"} & hidden_fields(actor, Sale.record_key):
        return None
    first = months_before(clock.today(actor.time_zone), 11)
    seen = permissions.rows(actor, "view", Sale)
    if seen is None:
        return None
    # from the lines of the product to their sales: the other way round every sale of a year would be read
    lines = SaleLine.objects.filter(prefixed(seen, "sale"), product=product, sale__binned_at=None, on__gte=first)
    told = lines.aggregate(units=Sum("quantity"), sales=Count("sale", distinct=True))
    last = lines.select_related("sale__party").order_by("-on", "-id")[:_LAST]
    tests = (test("bought_product", "eq", product.ref), test("on", "gte", first.isoformat()))
    return Sold(told["units"] or Decimal(0), told["sales"], all_veiled(last, actor), where(Sale.record_key, *tests))


def _years(party: Party, actor: Actor) -> list[Year]:
    """The last twelve months of each currency, the one bought in most first."""
    today = clock.today(actor.time_zone)
    sums: dict[str, dict[dt.date, _Month]] = defaultdict(dict)
    documents: dict[str, int] = defaultdict(int)
    for one in _by_month(actor, party=party.pk, first=months_before(today, 23), last=today):
        known = one["known"] == one["documents"]
        sums[one["currency"]][one["month"]] = _Month(one["came_to"], one["left"] if known else None)
        documents[one["currency"]] += one["documents"]
    currencies = sorted(sums, key=lambda currency: (-documents[currency], currency))
    costs = not {"cost", "margin"} & hidden_fields(actor, Sale.record_key)
    years = (_year(currency, sums[currency], party, today, costs=costs) for currency in currencies)
    return [year for year in years if any(amount for _month, amount, _url in year.months)]


class _Month(NamedTuple):
    """What a month came to; without a margin as soon as that of one sale is not known."""

    net: Decimal
    margin: Decimal | None


_NOTHING: Final = _Month(Decimal(0), Decimal(0))


def _year(currency: str, sums: Mapping[dt.date, _Month], party: Party, today: dt.date, *, costs: bool) -> Year:
    months = [months_before(today, back) for back in range(11, -1, -1)]
    of_months = [sums.get(month, _NOTHING) for month in months]
    total = sum((month.net for month in of_months), Decimal(0))
    earlier = sum((one.net for month, one in sums.items() if month < months[0]), Decimal(0))
    margins = [month.margin for month in of_months if month.margin is not None]
    left = sum(margins, Decimal(0)) if costs and len(margins) == len(months) else None
    by_month = [
        (month, one.net, _bought(party, currency, month, min(today, months_before(month, -1) - _DAY)))
        for month, one in zip(months, of_months, strict=True)
    ]
    return Year(
        money=Money(total, currency),
        margin=None if left is None else Money(left, currency),
        months=by_month,
        change=change_in_percent(earlier, total),
        url=_bought(party, currency, months[0], today),
    )


def _bought(party: Party, currency: str, first: dt.date, last: dt.date) -> str:
    """The sales with a contact from a day to another, in one currency."""
    return where(
        Sale.record_key,
        test("party", "eq", party.ref),
        test("currency", "eq", currency),
        test("on", "gte", first.isoformat()),
        test("on", "lte", last.isoformat()),
    )


class Buyers:
    """Answers `directory.ports.Purchases`."""

    def buyers(self, ids: Collection[int]) -> frozenset[int]:
        """Who of these contacts has a sale; what came back is no sale, so who gave all back still bought."""
        found = Sale.objects.filter(party__in=list(ids), kind=Kind.SALE).values_list("party_id", flat=True)
        return frozenset(found.distinct())
