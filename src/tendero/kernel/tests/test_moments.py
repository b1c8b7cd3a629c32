"""Moments that PostgreSQL sends read the same by the quick way and by Django's."""

from __future__ import annotations

from datetime import UTC

import pytest
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

from tendero.kernel.db.moments import _loader

OID = 1184


class Slow(BaseTzLoader):  # type: ignore[misc]
    timezone = UTC


@pytest.mark.parametrize(
    "told",
    ["2026-11-24 15:00:00.123456+00", "2026-11-24 15:00:00+00", "2024-02-29 23:59:59.5+00", "0101-01-01 00:00:00+00"],
)
def test_a_moment_is_the_same_by_both_ways(told: str) -> None:
    quick = _loader()(OID, None).load(told.encode())
    assert quick == Slow(OID, None).load(told.encode())
    assert quick.utcoffset() == UTC.utcoffset(None)
