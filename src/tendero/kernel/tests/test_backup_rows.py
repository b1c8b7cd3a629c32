"""A row in a copy: the same characters whichever engine it came from, and every kind of column is known."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tendero.kernel.backup import codec, tables

MADRID = timezone(timedelta(hours=1))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def written(kind: str, *values: object) -> list[object]:
    """What each value becomes; all of them are the same value as different engines give it."""
    known = codec.writers([kind])
    return [codec.read(codec.line([value], known))[0] for value in values]


def test_every_column_of_the_house_can_be_written() -> None:
    for table in tables.kept():
        assert table.columns
        assert set(table.order) <= set(table.columns)
        assert len(table.kinds) == len(table.columns)


def test_nothing_that_is_kept_points_at_what_is_left_out() -> None:
    for table in tables.kept():
        for field in table.model._meta.local_concrete_fields:
            target = field.related_model
            assert target is None or tables.is_kept(target), f"{field} points at {target}"


def test_what_is_left_out_exists() -> None:
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert tables.LEFT_OUT - known == frozenset()


def test_one_value_reads_the_same_from_either_engine() -> None:
    moment = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    told = written(
        "moment",
        "2026-11-27 09:30:00",
        "2026-11-27 09:30:00+00:00",
        moment,
        datetime(2026, 11, 27, 10, 30, tzinfo=MADRID),
    )
    assert told == ["2026-11-27 09:30:00"] * 4
    assert (
        written("moment", "2026-11-27 09:30:00.000500", moment.replace(microsecond=500))
        == ["2026-11-27 09:30:00.000500"] * 2
    )
    assert written("decimal:2", 21, 21.0, Decimal("21.00"), "21") == ["21.00"] * 4
    assert written("bool", 1, True, "1") == [True] * 3
    assert written("json", '{"b": 1, "a": 2}', '{"a":2,"b":1}') == ['{"a": 2, "b": 1}'] * 2
    assert written("json", "1e+22", "10000000000000000000000") == ["10000000000000000000000"] * 2
    assert written("json", "-0.0", "0.0") == ["0.0"] * 2
    assert written("json", "null") == ["null"]
    assert written("json", None) == [None]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_json_comes_back_as_the_same_value(value: object) -> None:
    (told,) = written("json", json.dumps(value))
    assert isinstance(told, str)
    assert json.loads(told) == value
    assert written("json", told) == [told]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(), max_size=5))
def test_a_row_comes_back_as_it_was(row: list[object]) -> None:
    line = codec.line(row, [])
    assert line.count(b"\n") == 1
    assert codec.read(line) == row
