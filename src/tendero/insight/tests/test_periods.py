"""Periods: what an address names, what a day counts in, what a period is compared with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendero.insight.rules import parts
from tendero.insight.rules.periods import Period, Span, a_year_before, offered, read, spans_of, twelve

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("12m", "2025-12-01", "2026-11-30"),
    ],
)
def test_an_address_names_a_period_from_its_first_day_to_its_last(text: str, first: str, last: str) -> None:
    found = read(text, TODAY)

    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat(), found.key) == (first, last, text)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "1066", "2099", "ayer", "2026-1", "2026-01-01"])
def test_what_names_no_period_is_none(text: str) -> None:
    assert read(text, TODAY) is None


def test_what_lasts_is_compared_with_the_same_dates_and_what_is_over_with_all_of_it() -> None:
    now, over = read("2026-Q4", TODAY), read("2024-02", TODAY)
    assert now is not None
    assert over is not None

    assert now.year_before(TODAY) == (dt.date(2025, 10, 1), dt.date(2025, 11, 24))
    assert over.year_before(TODAY) == (dt.date(2023, 2, 1), dt.date(2023, 2, 28))
    assert Period(Span.MONTH, dt.date(2025, 2, 1)).year_before(TODAY)[1] == dt.date(2024, 2, 29)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)), st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)))
def test_a_day_counts_in_every_period_that_holds_it_and_in_no_other(day: dt.date, today: dt.date) -> None:
    found = {Period(span, start) for span, start in spans_of(day, Span.DAY, today) if span is not Span.DAY}

    assert all(period.start <= day <= period.end for period in found)
    assert (twelve(today) in found) == (twelve(today).start <= day <= twelve(today).end)
    assert len(found) - (twelve(today) in found) == 3
    assert a_year_before(day) < day


def test_each_period_that_is_offered_is_read_back() -> None:
    assert all(read(period.key, TODAY) == period for period in offered(TODAY))


def test_parts_of_nothing_are_none() -> None:
    assert parts.part(Decimal(1), Decimal(3)) == Decimal("0.333")
    assert parts.part(Decimal(1), Decimal(0)) is None
    assert parts.mean(Decimal(10), 4) == Decimal("2.5")
    assert parts.mean(Decimal(10), 0) is None
