"""Rules of the pipeline, with the examples of docs/rules/pipeline.md."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tendero.pipeline.rules import places, rotting, worth

TODAY = dt.date(2026, 11, 24)


def test_an_opportunity_is_worth_its_amount_by_its_probability() -> None:
    assert worth.weighted(Decimal("1890.00"), 60) == Decimal("1134.00")
    assert worth.weighted(Decimal("0.05"), 50) == Decimal("0.03")


def test_ones_own_probability_wins_even_when_it_is_zero() -> None:
    assert worth.effective_probability(60, None) == 60
    assert worth.effective_probability(60, 0) == 0


def test_it_stops_the_day_the_limit_is_reached() -> None:
    assert rotting.rotting(dt.date(2026, 11, 3), limit=21, today=TODAY) == 21
    assert rotting.rotting(dt.date(2026, 11, 4), limit=21, today=TODAY) == 0
    assert rotting.rotting(dt.date(2026, 1, 1), limit=None, today=TODAY) == 0
    assert rotting.days_still(dt.date(2026, 12, 1), today=TODAY) == 0


def test_a_card_finds_a_place_between_two() -> None:
    assert places.between(None, None) == 0
    assert places.between(None, 0) == -places.GAP
    assert places.between(0, None) == places.GAP
    assert places.between(0, places.GAP) == places.GAP // 2
    assert places.between(4, 5) is None


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_cards_keep_the_order_in_which_they_were_dropped(drops: list[int]) -> None:
    column: list[int] = []
    for drop in drops:
        index = min(drop, len(column))
        above = column[index - 1] if index else None
        below = column[index] if index < len(column) else None
        place = places.between(above, below)
        if place is None:
            column = places.spread(len(column))
            place = places.between(column[index - 1] if index else None, column[index] if index < len(column) else None)
        assert place is not None
        column.insert(index, place)
        assert column == sorted(set(column))
