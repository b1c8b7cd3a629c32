"""Sums in step with the sales: what has become different is added to every span it counts in.

The shortest sums that are kept (`plain.BASE`) say what has been counted already. They are worked out anew from the
sales of the days and customers in question; the difference goes to months, quarters and years. One transaction at a
time does so, or two would each count without the other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import Q

from tendero.insight.actions.rebuilding import LOCK, rebuild, roll
from tendero.insight.models import Axis, Tally
from tendero.insight.queries.plain import BASE, MEASURES, grouped
from tendero.insight.rules.periods import Span, spans_of
from tendero.kernel import clock, db
from tendero.sales.models import Sale

MOST: Final = 20_000
"""Customers from whom on everything is quicker worked out anew in whole."""
_DAYS: Final = 31
_PARTIES: Final = 1_000
_FIGURES: Final = (*MEASURES, "buyers")
_BY_DAY: Final = tuple(axis for axis in Axis if BASE[axis] is Span.DAY)
Figures = tuple[Any, ...]
_NOTHING: Final[Figures] = (0,) * len(_FIGURES)


class Place(NamedTuple):
    """Which sum it is."""

    axis: int
    span: int
    start: dt.date
    currency: str
    thing: int


def keep_in_step(parties: Iterable[int], days: Iterable[dt.date]) -> int:
    """Bring the sums of these days and customers in step with their sales; how many there were that changed.

    Writes `Tally`, publishes nothing, refuses nothing: whoever wrote the sales had the right to.
    """
    whom, when = sorted(set(parties)), sorted(set(days))
    if len(whom) > MOST or _most_of_all(when):
        return rebuild()
    with db.lock(LOCK):
        roll(clock.today())
        found = 0
        for at in range(0, len(when), _DAYS):
            found += _settle(_BY_DAY, Q(on__in=when[at : at + _DAYS]), Q(start__in=when[at : at + _DAYS]))
        for at in range(0, len(whom), _PARTIES):
            some = whom[at : at + _PARTIES]
            found += _settle((Axis.PARTY,), Q(party__in=some), Q(thing__in=some))
    return found


def _most_of_all(days: Sequence[dt.date]) -> bool:
    """Whether most sales are of these days, more than a month of them: a file with the history of the company."""
    if len(days) <= _DAYS:
        return False
    return bool(2 * Sale.objects.filter(on__in=days).count() > Sale.objects.count())


def _settle(axes: Sequence[Axis], sales: Q, kept: Q) -> int:
    """Work these out anew and add the difference to everything they count in."""
    changes: dict[Place, Figures] = defaultdict(lambda: _NOTHING)
    today = clock.today()
    for axis in axes:
        for place, figures in differences(axis, sales, kept).items():
            for span, start in spans_of(place.start, BASE[axis], today):
                longer = place._replace(span=span, start=start)
                changes[longer] = _sum(changes[longer], figures)
    stood = _stood(changes)
    comings = _comings(changes, stood)
    stood |= _stood(place for place in comings if place not in stood)
    for place, number in comings.items():
        changes[place] = _sum(changes[place], (*_NOTHING[:-1], number))
    _write(changes, stood)
    return len(changes)


def differences(axis: Axis, sales: Q, kept: Q) -> dict[Place, Figures]:
    """By how much the sales differ from what has been counted of them at the shortest span, where they do."""
    found: dict[Place, Figures] = {}
    base = BASE[axis]
    fresh = grouped(axis, Sale.objects.filter(sales))
    for start, currency, thing, *figures in fresh.values_list("start_", "currency", "thing_", *MEASURES):
        found[Place(axis, base, start, currency, thing)] = (*figures, 0)
    counted = Tally.objects.filter(kept, axis=axis, span=base)
    for start, currency, thing, *figures in counted.values_list("start", "currency", "thing", *MEASURES):
        place = Place(axis, base, start, currency, thing)
        found[place] = _sum(found.get(place, _NOTHING), (*(-figure for figure in figures), 0))
    return {place: figures for place, figures in found.items() if any(figures)}


def _comings(changes: dict[Place, Figures], stood: dict[Place, Figures]) -> dict[Place, int]:
    """How many customers each month and year has more, or fewer, than before."""
    at, found = MEASURES.index("sales"), defaultdict[Place, int](int)
    for place, figures in changes.items():
        if place.axis == Axis.PARTY:
            before = stood.get(place, _NOTHING)[at]
            found[place._replace(axis=Axis.ALL.value, thing=0)] += (before + figures[at] > 0) - (before > 0)
    return {place: number for place, number in found.items() if number}


def _stood(places: Iterable[Place]) -> dict[Place, Figures]:
    """What is kept in these places. One query."""
    wanted: dict[tuple[int, int], tuple[set[dt.date], set[int]]] = defaultdict(lambda: (set(), set()))
    for place in places:
        starts, things = wanted[place.axis, place.span]
        starts.add(place.start)
        things.add(place.thing)
    if not wanted:
        return {}
    asked = Q()
    for (axis, span), (starts, things) in wanted.items():
        asked |= Q(axis=axis, span=span, start__in=starts, thing__in=things)
    rows = Tally.objects.filter(asked).values_list(*Place._fields, *_FIGURES)
    return {Place(*row[: len(Place._fields)]): tuple(row[len(Place._fields) :]) for row in rows}


def _write(changes: dict[Place, Figures], stood: dict[Place, Figures]) -> None:
    """Put the sums in their places; those that come to nothing at all go."""
    fresh: list[Tally] = []
    gone: list[Place] = []
    for place, figures in changes.items():
        now = _sum(stood.get(place, _NOTHING), figures)
        if any(now):
            fresh.append(Tally(**place._asdict(), **dict(zip(_FIGURES, now, strict=True))))
        else:
            gone.append(place)
    Tally.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=[*Place._fields], update_fields=[*_FIGURES], batch_size=2_000
    )
    for at in range(0, len(gone), 200):
        asked = Q()
        for place in gone[at : at + 200]:
            asked |= Q(**place._asdict())
        Tally.objects.filter(asked).delete()


def _sum(one: Figures, other: Figures) -> Figures:
    return tuple(a + b for a, b in zip(one, other, strict=True))
