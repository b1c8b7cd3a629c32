"""PostgreSQL: COPY, advisory locks, SKIP LOCKED, the planner's estimates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import QuerySet

from tendero.kernel.db.engine import connection_of, fields_of, stored

M = TypeVar("M", bound=models.Model)


class PostgresEngine:
    """PostgreSQL 15 or later through psycopg 3."""

    def __init__(self, using: str) -> None:
        self.using = using

    def bulk_insert(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        connection = connection_of(self.using)
        quote = connection.ops.quote_name
        fields = fields_of(model, columns)
        target = ", ".join(quote(str(field.column)) for field in fields)
        count = 0
        # Names come from our own models, quoted by the backend; values travel by COPY.
        statement = f"COPY {quote(model._meta.db_table)} ({target}) FROM STDIN"
        with transaction.atomic(using=self.using), connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in stored(model, columns, rows, self.using):
                copy.write_row(row)
                count += 1
        return count

    def lock(self, name: str) -> None:
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection_of(self.using).cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])

    def skip_locked(self, queryset: QuerySet[M]) -> QuerySet[M]:
        return queryset.select_for_update(skip_locked=True)

    def estimated_count(self, model: type[models.Model]) -> int:
        with connection_of(self.using).cursor() as cursor:
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
            estimate = int(cursor.fetchone()[0])
        return estimate if estimate >= 0 else model._base_manager.using(self.using).count()

    def tidy(self, *tables: type[models.Model]) -> None:
        connection = connection_of(self.using)
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        verb = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"  # VACUUM refuses to run in a transaction
        with connection.cursor() as cursor:
            cursor.execute(f"{verb} {names}")
