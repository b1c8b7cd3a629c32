"""What this machine can do at best, in the same run: the figures the screens are compared with."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.client import Client, measure
from benchmarks.target import Target

RAW = """
import json, time
from django.db import connection
QUERY = "SELECT id, ref, name, phone, city FROM directory_party WHERE binned_at IS NULL ORDER BY name_sort, id LIMIT 50"
def once():
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        cursor.fetchall()
    return (time.perf_counter() - started) * 1000
for _ in range(20): once()
spent = sorted(once() for _ in range(200))
print(json.dumps({"p50_ms": round(spent[100], 2), "p95_ms": round(spent[190], 2)}))
"""


def limits(target: Target, client: Client, times: int) -> list[dict[str, Any]]:
    """A static page, the raw query of a list, and on PostgreSQL COPY into a bare table."""
    page = measure("static page", times, lambda _n: client.get("/livez")[0])
    found: list[dict[str, Any]] = [{"name": "static page", "p50_ms": page.p50_ms, "p95_ms": page.p95_ms}]
    found.append({"name": "raw query, 50 rows by name", **target.ask(RAW)})
    if target.engine == "postgresql":
        found.append({"name": "COPY, rows a second", "rows_per_s": _copy(target)})
    return found


def _copy(target: Target) -> int:
    """Rows of eight text columns a second."""
    import psycopg

    row = tuple(f"value {number} of a customer" for number in range(8))
    count = 100_000
    address = target.environment["TENDERO_DATABASE_URL"].replace("postgres://", "postgresql://")
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        columns = ", ".join(f"c{number} text" for number in range(8))
        cursor.execute(f"CREATE TEMP TABLE bare ({columns})".encode())
        started = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for _number in range(count):
                copy.write_row(row)
        return round(count / (time.perf_counter() - started))
