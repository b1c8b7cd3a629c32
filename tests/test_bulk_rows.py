"""Rows that come by thousands are stored as Django itself would store each of their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tendero.kernel import db
from tendero.kernel.db.engine import stored
from tendero.kernel.db.postgres import KNOWN
from tendero.sales.models import Kind, Sale, SaleLine

amounts = st.one_of(st.decimals(-(10**12), 10**12, places=6), st.integers(-(10**9), 10**9), st.just("12.34"))
moments = st.datetimes(
    dt.datetime(1900, 1, 1),  # noqa: DTZ001 - the strategy adds a zone
    dt.datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=2))]),
)
SALE = {
    "kind": st.sampled_from([*Kind, "sale"]),
    "number": st.text(max_size=5),
    "party": st.one_of(st.none(), st.integers(1, 10**9)),
    "on": st.one_of(st.dates(), moments),
    "hour": st.one_of(st.none(), st.times()),
    "net": st.one_of(st.none(), amounts),
    "created": moments,
}
LINE = {
    "position": st.integers(0, 100),
    "tax": st.one_of(st.none(), st.integers(0, 99), st.decimals(0, 99, places=2), st.just("21")),
    "amount": amounts,
    "mark": st.one_of(st.none(), st.integers(0, 2**63 - 1)),
}


def known() -> Sequence[Any]:
    return KNOWN if db.is_postgres() else ()


def by_django(model: Any, columns: Sequence[str], row: Sequence[Any]) -> list[Any]:
    fields = [model._meta.get_field(name) for name in columns]
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


@pytest.mark.parametrize(("model", "values"), [(Sale, SALE), (SaleLine, LINE)])
@pytest.mark.django_db
def test_every_value_is_what_django_makes_of_it(model: Any, values: dict[str, Any]) -> None:
    """Amounts, days, hours, moments, options and keys, in every shape in which they may come."""
    columns = list(values)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(*values.values()), max_size=3))
    def the_same(rows: list[tuple[Any, ...]]) -> None:
        made = [list(row) for row in stored(model, columns, rows, "default", known())]
        assert made == [by_django(model, columns, row) for row in rows]

    the_same()


@pytest.mark.parametrize("wrong", [Decimal("NaN"), Decimal("Infinity"), "abc"])
@pytest.mark.django_db
def test_what_is_no_number_is_refused(wrong: Any) -> None:
    """In a column of amounts and in one of percentages."""
    for column in ("amount", "tax"):
        with pytest.raises(ValidationError):
            list(stored(SaleLine, [column, "nth"], [(wrong, 0)], "default", known()))


@pytest.mark.django_db
def test_a_row_that_is_too_short_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 values for 2 columns"):
        list(stored(SaleLine, ["amount", "nth"], [(Decimal(1),)], "default"))
