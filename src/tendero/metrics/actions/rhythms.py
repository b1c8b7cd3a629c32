"""Rhythms computed again from the sales: of some contacts, of all, of those whose state changes with the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Max, Min, Q

from tendero.kernel import clock, db
from tendero.metrics.models import PartyRhythm
from tendero.metrics.rules.rhythm import YEAR, Purchase, Rhythm, rhythm_of
from tendero.sales.models import Kind, Sale, SaleLine

CHUNK: Final = 2_000
STRETCH: Final = 40_000
Favourites = dict[int, tuple[int, int]]
Whom = Callable[[str], Q]
"""Some contacts: the condition on them, of the path that leads there."""
_COLUMNS: Final = [
    "party", "state", "count", "first_on", "last_on", "interval", "spread", "expected_on", "late_from", "dormant_from",
    "currency", "year_net", "year_margin", "stake", "product", "times", "payment",
]  # fmt: skip


def recompute(party_ids: Iterable[int]) -> None:
    """Compute the rows of these contacts again: five statements per 2,000. Whoever bought nothing has none."""
    today = clock.today()
    ids = sorted(set(party_ids))
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        whom = _among(part)
        _compute(whom, _favourites(whom), today)


def recompute_all() -> int:
    """Every contact's row anew; says how many there are. A stretch of keys at a time, read in the order they lie in."""
    today = clock.today()
    ends = Sale.objects.aggregate(first=Min("party"), last=Max("party"))
    PartyRhythm.objects.exclude(party__gte=ends["first"] or 0, party__lte=ends["last"] or 0).delete()
    favourites = _favourites(lambda path: Q(**{f"{path}__isnull": False}))  # in one pass over the lines
    for start in range(ends["first"] or 0, (ends["last"] or -1) + 1, STRETCH):
        _compute(_from(start), favourites, today)
    db.tidy(PartyRhythm)
    return PartyRhythm.objects.count()


def _among(ids: Sequence[int]) -> Whom:
    return lambda path: Q(**{f"{path}__in": ids})


def _from(first: int) -> Whom:
    """Those of a stretch of keys: the planner then reads the table along, instead of looking each of them up."""
    return lambda path: Q(**{f"{path}__gte": first, f"{path}__lt": first + STRETCH})


def _compute(whom: Whom, favourites: Favourites, today: dt.date) -> None:
    """The rows of some contacts, instead of those they had."""
    rows = list(_rows(whom, favourites, today))  # read whole: the connection that writes them cannot ask in between
    with transaction.atomic(savepoint=False):
        PartyRhythm.objects.filter(whom("party")).delete()
        db.bulk_insert(PartyRhythm, _COLUMNS, rows)


def turn_the_day(today: dt.date) -> int:
    """Compute again those who are late or dormant from today on, and those of whom something is a year old today.

    Idempotent; says how many there were. Days that a shop was switched off are made up for.
    """
    turned = Q(state__in=("new", "active"), late_from__lte=today) | Q(dormant_from__lte=today) & ~Q(state="dormant")
    ids = set(PartyRhythm.objects.filter(turned).values_list("party", flat=True))
    old = today - YEAR
    gone = Sale.objects.filter(on__lte=old, on__gt=old - dt.timedelta(days=14), party__isnull=False)
    ids.update(gone.values_list("party", flat=True))
    fresh = Sale.everything.filter(changed__gte=clock.now() - dt.timedelta(days=2), party__isnull=False)
    ids.update(fresh.values_list("party", flat=True))  # should an import have died for good before its end
    recompute(ids)
    return len(ids)


def _rows(whom: Whom, favourites: Favourites, today: dt.date) -> Iterator[tuple[Any, ...]]:
    """The columns of these contacts, of those who bought anything."""
    for party, sales in _sales(whom):
        currency = _currency(sales)
        mine = [row for row in sales if row[3] == currency]
        found = rhythm_of([Purchase(row[1], row[4], row[5], row[2] == Kind.RETURN) for row in mine], today)
        if found is not None:
            product, times = favourites.get(party, (None, 0))
            yield (party, *_told(found, today), currency, found.year_net, found.year_margin, found.stake,
                   product, times, _payment(mine))  # fmt: skip


def _told(found: Rhythm, today: dt.date) -> tuple[Any, ...]:
    return (
        found.state(today), found.count, found.first_on, found.last_on, found.interval, found.spread,
        found.expected_on, found.late_from, found.dormant_from,
    )  # fmt: skip


def _sales(whom: Whom) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """The living sales of each of these contacts."""
    rows = Sale.objects.filter(whom("party")).order_by("party", "on", "id")
    of_party: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.values_list("party", "on", "kind", "currency", "net", "margin", "payment").iterator():
        of_party[row[0]].append(row)
    yield from of_party.items()


def _currency(sales: Sequence[tuple[Any, ...]]) -> str:
    """The one he buys in most often; of several, the first in the alphabet."""
    counted: Counter[str] = Counter(row[3] for row in sales)
    return min(counted, key=lambda currency: (-counted[currency], currency))


def _payment(sales: Sequence[tuple[Any, ...]]) -> int | None:
    """What he pays with most often; of several, the oldest."""
    counted: Counter[int] = Counter(row[6] for row in sales if row[6] is not None)
    return min(counted, key=lambda means: (-counted[means], means)) if counted else None


def _favourites(whom: Whom) -> Favourites:
    """What each of these bought on most days, on two at least: `{party: (product, days)}`."""
    lines = SaleLine.objects.filter(
        whom("sale__party"), sale__binned_at__isnull=True, product__isnull=False, quantity__gt=0
    )
    counted = lines.order_by().values("sale__party", "product").annotate(days=Count("sale__on", distinct=True))
    found: dict[int, tuple[int, int]] = {}
    told = counted.filter(days__gte=2).values_list("sale__party", "product", "days")
    for party, product, days in told.iterator():
        best = found.get(party)
        if best is None or (days, -product) > (best[1], -best[0]):
            found[party] = (product, days)
    return found
