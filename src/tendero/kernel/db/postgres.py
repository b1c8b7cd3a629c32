"""PostgreSQL: COPY, advisory locks, SKIP LOCKED, the planner's estimates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.db import models, transaction
from django.db.models import QuerySet

from tendero.kernel.db.engine import Known, connection_of, fields_of, stored
from tendero.kernel.db.words import PG_VECTOR

M = TypeVar("M", bound=models.Model)
KNOWN: Final[tuple[Known, ...]] = (
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (models.TimeField, time),
    (models.DecimalField, Decimal),
)
"""What psycopg writes by itself as PostgreSQL keeps it."""
# Names come quoted from the catalogue. Keys that other tables point to stay; so do the indexes of constraints.
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint own
    WHERE conrelid = ANY(%s::regclass[]) AND (contype IN ('u', 'f') OR contype = 'p'
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = own.conrelid))
    ORDER BY contype
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
"""
# The sequence is looked for once and not for every key.
_NEXT_KEYS = """
    WITH named AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence)
    SELECT nextval(sequence) FROM named, generate_series(1, %s)
"""


class PostgresEngine:
    """PostgreSQL 15 or later through psycopg 3."""

    def __init__(self, using: str) -> None:
        self.using = using

    def bulk_insert(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        connection = connection_of(self.using)
        quote = connection.ops.quote_name
        target = ", ".join(quote(str(field.column)) for field in fields_of(model, columns))
        count = 0
        # Names come from our own models, quoted by the backend; values travel by COPY.
        statement = f"COPY {quote(model._meta.db_table)} ({target}) FROM STDIN"
        # A failed COPY undoes the transaction it is in, or the savepoint that its caller has set: none of its own.
        guard = transaction.atomic(using=self.using, savepoint=False)
        with guard, connection.cursor() as cursor, cursor.copy(statement) as copy:
            write = copy.write_row
            for count, row in enumerate(stored(model, columns, rows, self.using, KNOWN), 1):  # noqa: B007 - told
                write(row)
        return count

    def reserve_ids(self, model: type[models.Model], count: int) -> list[int]:
        pk = model._meta.pk
        column = pk.column if pk else "id"
        with connection_of(self.using).cursor() as cursor:
            cursor.execute(_NEXT_KEYS, [connection_of(self.using).ops.quote_name(model._meta.db_table), column, count])
            return [int(row[0]) for row in cursor.fetchall()]

    def lock(self, name: str) -> None:
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection_of(self.using).cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])

    def skip_locked(self, queryset: QuerySet[M]) -> QuerySet[M]:
        return queryset.select_for_update(skip_locked=True)

    @contextmanager
    def without_indexes(self, tables: Sequence[type[models.Model]]) -> Iterator[None]:
        """Inside one transaction: indexes and checks of keys go first and come back, each checked whole, at the end."""
        names = [model._meta.db_table for model in tables]
        with transaction.atomic(using=self.using), connection_of(self.using).cursor() as cursor:
            cursor.execute(_CONSTRAINTS, [names])
            constraints = cursor.fetchall()
            for table, name, _definition in constraints:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            cursor.execute(_INDEXES, [names])
            indexes = cursor.fetchall()
            for name, _definition in indexes:
                cursor.execute(f"DROP INDEX {name}")
            yield
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for _name, definition in indexes:
                cursor.execute(definition)
            for table, name, definition in reversed(constraints):
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")

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

    def relax(self) -> None:
        with connection_of(self.using).cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            cursor.execute("SET LOCAL gin_pending_list_limit TO '16MB'")

    def word_index_sql(self, table: str, name: str) -> str:
        """Its list of new words is kept short by our connections' settings, for every search reads it whole."""
        vector = PG_VECTOR % "words"
        return f"CREATE INDEX {name} ON {table} USING gin ({vector})"

    def drop_word_index_sql(self, name: str) -> str:
        return f"DROP INDEX IF EXISTS {name}"

    def enter_words(self, table: str, ids: Sequence[int] | None) -> None:
        """Nothing to do: the index follows its table."""

    def forget_words(self, ids: Sequence[int]) -> None:
        """Nothing to do: the index follows its table."""

    def merge_words(self, name: str) -> None:
        with connection_of(self.using).cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])
