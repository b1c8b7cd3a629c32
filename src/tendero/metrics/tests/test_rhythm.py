"""How often somebody buys, when he is late, what is at stake: the rule and its examples."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tendero.metrics.rules.rhythm import Purchase, Rhythm, grace, rhythm_of, usual

TODAY = dt.date(2026, 3, 2)


def bought(*days: int, net: int = 100) -> list[Purchase]:
    """Purchases so many days before today."""
    return [Purchase(TODAY - dt.timedelta(days=ago), Decimal(net)) for ago in days]


def told(*days: int) -> Rhythm:
    found = rhythm_of(bought(*days), TODAY)
    assert found is not None
    return found


def test_the_example_of_the_rule() -> None:
    """`docs/rules/rhythm.md`: every 26 days, and it has been 41."""
    don_luis = told(145, 119, 94, 67, 41)

    assert (don_luis.interval, don_luis.spread) == (26, 1)
    assert don_luis.expected_on == TODAY - dt.timedelta(days=15)
    assert don_luis.late_from == TODAY - dt.timedelta(days=8)
    assert don_luis.state(TODAY) == "late"
    assert don_luis.stake == Decimal(500)


def test_two_purchases_make_no_rhythm() -> None:
    """Nor do two tickets of one day make two purchases."""
    twice = told(40, 40, 10)

    assert (twice.count, twice.interval, twice.expected_on, twice.late_from) == (2, None, None, None)
    assert twice.state(TODAY) == "new"
    assert twice.state(TODAY + dt.timedelta(days=355)) == "dormant"


def test_a_return_is_no_purchase_and_comes_off_what_he_bought() -> None:
    sales = [*bought(20), Purchase(TODAY - dt.timedelta(days=5), Decimal(-30), returned=True)]

    found = rhythm_of(sales, TODAY)

    assert found is not None
    assert (found.count, found.last_on, found.year_net) == (1, TODAY - dt.timedelta(days=20), Decimal(70))
    assert rhythm_of(sales[1:], TODAY) is None


def test_margin_is_known_when_that_of_every_sale_is() -> None:
    known = [Purchase(TODAY, Decimal(100), Decimal(40)), Purchase(TODAY, Decimal(50), Decimal(10))]

    assert rhythm_of(known, TODAY).year_margin == Decimal(50)  # type: ignore[union-attr]
    assert rhythm_of([*known, *bought(3)], TODAY).year_margin is None  # type: ignore[union-attr]


@given(st.lists(st.integers(0, 2_000), min_size=1, max_size=40), st.integers(0, 900))
def test_days_come_in_order_and_time_only_makes_it_worse(days: list[int], ahead: int) -> None:
    """First, last, next, late, dormant; nobody who buys nothing comes back from dormant by waiting."""
    found = told(*days)
    later = TODAY + dt.timedelta(days=ahead)

    assert found.first_on <= found.last_on < found.dormant_from
    if found.interval is not None and found.spread is not None:
        assert found.expected_on is not None
        assert found.late_from is not None
        assert found.last_on < found.expected_on < found.late_from <= found.dormant_from
        assert (found.late_from - found.expected_on).days == grace(found.interval, found.spread) or (
            found.late_from == found.dormant_from
        )
    worse = ["new", "active", "late", "dormant"]
    assert worse.index(found.state(TODAY)) <= worse.index(found.state(later))


@given(st.integers(1, 400), st.integers(3, 30))
def test_whoever_comes_like_a_clock_has_that_interval(every: int, times: int) -> None:
    days = [TODAY + dt.timedelta(days=every * at) for at in range(times)]

    assert usual(days) == (every, 0)
