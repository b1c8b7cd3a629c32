"""SQLite: one writer, so that locking is a matter of holding the write lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import QuerySet

from tendero.kernel.db.engine import connection_of, fields_of, stored
from tendero.kernel.db.words import FTS_TABLE

M = TypeVar("M", bound=models.Model)
_BATCH = 500


class SqliteEngine:
    """SQLite 3.35 or later, transactions begun IMMEDIATE."""

    def __init__(self, using: str) -> None:
        self.using = using

    def bulk_insert(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        connection = connection_of(self.using)
        quote = connection.ops.quote_name
        fields = fields_of(model, columns)
        target = ", ".join(quote(str(field.column)) for field in fields)
        places = ", ".join("?" for _ in fields)
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({target}) VALUES ({places})"  # noqa: S608 - our names
        with transaction.atomic(using=self.using, savepoint=False):
            cursor = connection.connection.executemany(statement, stored(model, columns, rows, self.using))
            return max(0, int(cursor.rowcount))

    def reserve_ids(self, model: type[models.Model], count: int) -> list[int]:
        """From the table's own counter: inside a transaction nobody else can take them."""
        with connection_of(self.using).cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            row = cursor.fetchone()
        last = int(row[0]) if row else 0
        return list(range(last + 1, last + 1 + count))

    def lock(self, name: str) -> None:
        """A transaction begun IMMEDIATE already is alone; any other becomes so by a write that changes nothing."""
        with connection_of(self.using).cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE 0")

    def skip_locked(self, queryset: QuerySet[M]) -> QuerySet[M]:
        return queryset

    @contextmanager
    def without_indexes(self, tables: Sequence[type[models.Model]]) -> Iterator[None]:
        """SQLite inserts into its indexes fast enough: only the transaction is opened."""
        with transaction.atomic(using=self.using):
            yield

    def estimated_count(self, model: type[models.Model]) -> int:
        return model._base_manager.using(self.using).count()

    def tidy(self, *tables: type[models.Model]) -> None:
        connection = connection_of(self.using)
        with connection.cursor() as cursor:
            for model in tables:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")

    def word_index_sql(self, table: str, name: str) -> str:
        """No positions and no copy of the documents' other columns; prefixes of two and three letters at once."""
        options = """words, detail='none', tokenize="ascii tokenchars '_'", prefix='2 3'"""
        return f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS_TABLE} USING fts5({options})"

    def drop_word_index_sql(self, name: str) -> str:
        return f"DROP TABLE IF EXISTS {FTS_TABLE}"

    def enter_words(self, table: str, ids: Sequence[int] | None) -> None:
        copied = f"INSERT OR REPLACE INTO {FTS_TABLE}(rowid, words) SELECT id, words FROM {table}"  # noqa: S608
        with connection_of(self.using).cursor() as cursor:
            if ids is None:
                cursor.execute(f"DELETE FROM {FTS_TABLE}")  # noqa: S608 - a name of our own
                cursor.execute(copied)
                return
            for part, places in _parts(ids):
                cursor.execute(f"{copied} WHERE id IN ({places})", part)

    def relax(self) -> None:
        """Nothing to do: its log is written to the disk at checkpoints only."""

    def merge_words(self, name: str) -> None:
        """Nothing to do: FTS5 merges as it writes."""

    def forget_words(self, ids: Sequence[int]) -> None:
        with connection_of(self.using).cursor() as cursor:
            for part, places in _parts(ids):
                cursor.execute(f"DELETE FROM {FTS_TABLE} WHERE rowid IN ({places})", part)  # noqa: S608


def _parts(ids: Sequence[int]) -> Iterable[tuple[list[int], str]]:
    for start in range(0, len(ids), _BATCH):
        part = list(ids[start : start + _BATCH])
        yield part, ", ".join(["%s"] * len(part))
