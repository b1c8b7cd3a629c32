"""Where figures come from: those that are kept, for whoever sees all sales; else plain sums of what one sees.

Both answer the same questions with the same figures; a test compares them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final, Protocol

from django.db.models import BigIntegerField, Count, DateField, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from tendero.catalog.models import Product
from tendero.identity.models import User
from tendero.insight.models import Axis, Tally
from tendero.insight.queries.plain import MEASURES, NOBODY, grouped, measured
from tendero.insight.rules import parts
from tendero.insight.rules.periods import Period, Span
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.kernel.permissions import Missing
from tendero.sales.models import Kind, Sale

FAMILY: Final = "family"
By = Axis | str


@dataclass(frozen=True, slots=True)
class Figures:
    """What some sales come to, in one currency; see `models.Tally`."""

    net: Decimal = Decimal(0)
    known: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    units: Decimal = Decimal(0)
    sales: int = 0
    buyers: int = 0

    @property
    def rate(self) -> Decimal | None:
        """The margin as a part of the sales whose cost is known."""
        return parts.part(self.margin, self.known)

    @property
    def mean(self) -> Decimal | None:
        """What a sale comes to, returns taken off."""
        return parts.mean(self.net, self.sales)

    def without(self, others: Iterable[Figures]) -> Figures:
        """What is left when these are taken away."""
        left = {field.name: getattr(self, field.name) for field in fields(self)}
        for other in others:
            left = {name: value - getattr(other, name) for name, value in left.items()}
        return Figures(**left)


class Source(Protocol):
    """Answers in one query each."""

    def whole(self, period: Period) -> dict[str, Figures]:
        """What a period comes to, by currency."""

    def months(self, first: dt.date, last: dt.date, currency: str) -> dict[dt.date, Figures]:
        """Each month from one to the other."""

    def between(self, first: dt.date, last: dt.date, currency: str) -> Decimal:
        """What these days come to, without tax."""

    def most(self, by: By, period: Period, currency: str, number: int) -> list[tuple[int, Figures]]:
        """The products, customers… that come to most, and what to; 0 for none said."""


class Kept:
    """Reads the sums that are kept."""

    def whole(self, period: Period) -> dict[str, Figures]:
        return {row[0]: Figures(*row[1:]) for row in _whole(period.span, start=period.start)}

    def months(self, first: dt.date, last: dt.date, currency: str) -> dict[dt.date, Figures]:
        return {row[0]: Figures(*row[1:]) for row in _months(first=first, last=last, currency=currency)}

    def between(self, first: dt.date, last: dt.date, currency: str) -> Decimal:
        found = _between(first=first, last=last, currency=currency)
        return found[0] if found else Decimal(0)

    def most(self, by: By, period: Period, currency: str, number: int) -> list[tuple[int, Figures]]:
        found = _most(by, period.span, number, start=period.start, currency=currency)
        return [(row[0], Figures(*row[1:])) for row in found]


@compiled
def _whole(span: Span, *, start: Any) -> QuerySet[Any]:
    rows = Tally.objects.filter(axis=Axis.ALL, span=span, start=start)
    return rows.values_list("currency", *MEASURES, "buyers")


@compiled
def _months(*, first: Any, last: Any, currency: Any) -> QuerySet[Any]:
    rows = Tally.objects.filter(axis=Axis.ALL, span=Span.MONTH, start__range=(first, last), currency=currency)
    return rows.values_list("start", *MEASURES)


@compiled
def _between(*, first: Any, last: Any, currency: Any) -> QuerySet[Any]:
    rows = Tally.objects.filter(axis=Axis.ALL, span=Span.DAY, start__range=(first, last), currency=currency)
    return rows.order_by().values("axis").annotate(sum=Sum("net")).values_list("sum", flat=True)


@compiled
def _most(by: By, span: Span, number: int, *, start: Any, currency: Any) -> QuerySet[Any]:
    axis = Axis.PRODUCT if isinstance(by, str) else by
    rows = Tally.objects.filter(axis=axis, span=span, start=start, currency=currency)
    if not isinstance(by, str):
        return rows.order_by("-net", "thing").values_list("thing", *MEASURES)[:number]
    families = Product.everything.filter(pk=OuterRef("thing")).values("category")[:1]
    family = Subquery(families, output_field=BigIntegerField())
    sums: dict[str, Any] = {f"of_{name}": Sum(name) for name in MEASURES}
    kin: Any = rows.order_by().values(kin=Coalesce(family, NOBODY)).annotate(**sums)
    found: QuerySet[Any] = kin.order_by("-of_net", "kin").values_list("kin", *sums)[:number]
    return found


class Plain:
    """Adds up the sales that one sees."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def whole(self, period: Period) -> dict[str, Figures]:
        found = measured(self._of(period.start, period.end).values("currency"))
        bought = Count("party", filter=Q(kind=Kind.SALE), distinct=True)
        rows = found.annotate(buyers=bought).values_list("currency", *MEASURES, "buyers")
        return {row[0]: Figures(*row[1:]) for row in rows}

    def months(self, first: dt.date, last: dt.date, currency: str) -> dict[dt.date, Figures]:
        end = Period(Span.MONTH, last).end
        rows = self._of(first, end).filter(currency=currency).annotate(month=TruncMonth("on", output_field=DateField()))
        return {row[0]: Figures(*row[1:]) for row in measured(rows.values("month")).values_list("month", *MEASURES)}

    def between(self, first: dt.date, last: dt.date, currency: str) -> Decimal:
        found = self._of(first, last).filter(currency=currency).aggregate(net=Sum("lines__amount"))
        return found["net"] or Decimal(0)

    def most(self, by: By, period: Period, currency: str, number: int) -> list[tuple[int, Figures]]:
        rows = self._of(period.start, period.end).filter(currency=currency)
        if isinstance(by, str):
            found = measured(rows.values(thing_=Coalesce("lines__product__category_id", NOBODY)))
        else:
            found = grouped(by, rows, when=False)
        most = found.order_by("-net", "thing_").values_list("thing_", *MEASURES)
        return [(row[0], Figures(*row[1:])) for row in most[:number]]

    def _of(self, first: dt.date, last: dt.date) -> Any:
        return self.rows.filter(on__range=(first, last)).order_by()


def source_for(actor: Actor, verb: str = "view") -> Source:
    """The kept sums where `verb` reaches all sales, else sums of those it reaches. Missing where it reaches none."""
    reach = permissions.rows(actor, verb, Sale)
    if reach is None:
        raise Missing
    return Plain(Sale.objects.filter(reach)) if reach else Kept()


def names_of(by: By, things: Sequence[int], actor: Actor) -> dict[int, Any]:
    """The products, customers… behind these keys that the actor may see. One query."""
    from tendero.catalog.models import Category
    from tendero.directory.models import Party
    from tendero.sales.models import Channel

    if not things:
        return {}
    if by == Axis.SELLER:
        return {row.pk: row for row in _people(keys=list(things))}
    models: dict[By, Any] = {
        Axis.PRODUCT: Product, FAMILY: Category, Axis.PARTY: Party, Axis.CHANNEL: Channel,
    }  # fmt: skip
    return {row.pk: row for row in _named(models[by], actor, keys=list(things))}


@compiled
def _people(*, keys: Any) -> QuerySet[User]:
    return User.objects.filter(pk__among=keys)


@compiled
def _named(model: type[Model], actor: Actor, *, keys: Any) -> QuerySet[Any]:
    rows: Any = model
    found: QuerySet[Any] = rows.everything.visible_to(actor).filter(pk__among=keys)
    return found
