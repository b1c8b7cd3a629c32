"""All sums anew, each kind in one statement: after a load, an upgrade, and when a month begins."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Count, DateField, F, IntegerField, PositiveSmallIntegerField, Sum, Value
from django.db.models.functions import TruncMonth, TruncQuarter, TruncYear

from tendero.insight.models import Axis, Tally
from tendero.insight.queries.plain import BASE, MEASURES, grouped
from tendero.insight.rules.periods import Span, twelve
from tendero.kernel import clock, db, jobs
from tendero.sales.models import Sale

LOCK: Final = "insight.tally"
_COLUMNS: Final = ("axis", "span", "start", "thing", "currency", *MEASURES, "buyers")
_TRUNCATED: Final[dict[Span, Any]] = {Span.MONTH: TruncMonth, Span.QUARTER: TruncQuarter, Span.YEAR: TruncYear}


def rebuild() -> int:
    """All sums worked out anew from the sales; how many there are."""
    with db.lock(LOCK):
        Tally.objects.all().delete()
        years = sorted(Sale.objects.order_by().values_list("on__year", flat=True).distinct())
        for axis in Axis:
            for year in years:  # no statement so long that the server gives up on it
                rows = grouped(axis, Sale.objects.filter(on__year=year))
                _insert(rows, axis, BASE[axis], F("start_"), F("thing_"))
            for span, truncated in _TRUNCATED.items():
                if span > BASE[axis]:
                    _add_up(axis, span, truncated("start", output_field=DateField()))
        for span in _TRUNCATED:
            _count_buyers(span)
        roll(clock.today())
        db.tidy(Tally)
    return Tally.objects.count()


def begin_after_migrate(**_options: Any) -> None:
    """A company that sold before there were sums has them worked out by the first worker that is free."""
    if not Tally.objects.exists() and Sale.objects.exists():
        jobs.enqueue("insight.rebuild")


def roll(today: dt.date) -> None:
    """See that the twelve months are those that end with this one: once a month they are added up anew."""
    window = twelve(today)
    if Tally.objects.filter(axis=Axis.ALL, span=Span.TWELVE, start=window.start).exists():
        return
    with db.lock(LOCK):
        Tally.objects.filter(span=Span.TWELVE).delete()
        for axis in Axis:
            _add_up(axis, Span.TWELVE, Value(window.start, DateField()), start__range=(window.start, window.end))
        _count_buyers(Span.TWELVE)


def _add_up(axis: Axis, span: Span, start: Any, **of: Any) -> None:
    """The longer sums of an axis from its shortest."""
    rows: Any = Tally.objects.filter(axis=axis, span=BASE[axis], **of).order_by()
    rows = rows.annotate(start_=start, thing_=F("thing")).values("start_", "thing_", "currency")
    _insert(
        rows.annotate(**{f"of_{name}": Sum(name) for name in MEASURES}), axis, span, F("start_"), F("thing_"), "of_"
    )


def _insert(rows: Any, axis: Axis, span: Span, start: Any, thing: Any, prefix: str = "") -> None:
    told = rows.annotate(
        axis_=Value(axis.value, PositiveSmallIntegerField()),
        span_=Value(span.value, PositiveSmallIntegerField()),
        buyers_=Value(0, IntegerField()),
    )
    names = ("axis_", "span_", "start_", "thing_", "currency", *(f"{prefix}{name}" for name in MEASURES), "buyers_")
    db.insert_found(Tally, _COLUMNS, told.values_list(*names))


def _count_buyers(span: Span) -> None:
    """How many customers bought in each stretch of that length."""
    rows = Tally.objects.filter(axis=Axis.PARTY, span=span, sales__gt=0).order_by()
    for start, currency, number in rows.values_list("start", "currency").annotate(number=Count("pk")):
        Tally.objects.filter(axis=Axis.ALL, span=span, start=start, currency=currency).update(buyers=number)
