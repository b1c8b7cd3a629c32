"""What differs between PostgreSQL and SQLite, behind one name.

db.bulk_insert(Party, ["ref", "name"], rows)
with db.lock("import", batch.pk): ...
db.capped_count(queryset, 10_000)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.models import QuerySet

from tendero.kernel.db.engine import Engine
from tendero.kernel.db.postgres import PostgresEngine
from tendero.kernel.db.presence import present
from tendero.kernel.db.sqlite import SqliteEngine

__all__ = [
    "Engine",
    "bulk_insert",
    "capped_count",
    "engine",
    "estimated_count",
    "insert_found",
    "is_postgres",
    "lock",
    "next_keys_follow",
    "present",
    "relax",
    "reserve_ids",
    "tidy",
    "without_indexes",
]

_ENGINES: dict[str, type[Engine]] = {"postgresql": PostgresEngine, "sqlite": SqliteEngine}


def engine(using: str = "default") -> Engine:
    """The engine of that connection; raises LookupError for any other database."""
    connection = connections[using]
    try:
        return _ENGINES[connection.vendor](using)
    except KeyError:
        raise LookupError(f"no engine module for {connection.vendor}") from None


def is_postgres(using: str = "default") -> bool:
    """For tests and plans; code that must differ belongs in an engine module."""
    return connections[using].vendor == "postgresql"


def bulk_insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], using: str = "default"
) -> int:
    """Inserts plain rows as fast as the engine can (COPY, or one prepared statement) and says how many.

    `columns` are field names; each row gives their Python values in that order. No defaults are filled in, no signals
    are sent, and a conflict is an error that undoes everything (call it inside a transaction or not).
    """
    return engine(using).bulk_insert(model, columns, rows)


def insert_found(model: type[models.Model], columns: Sequence[str], rows: QuerySet[Any], using: str = "default") -> int:
    """Inserts what `rows` (a queryset of values, in the order of `columns`) finds, in one statement; how many.

    Nothing comes to Python: for sums of a great many rows. No defaults are filled in, no signals are sent.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    target = ", ".join(quote(str(model._meta.get_field(name).column)) for name in columns)  # type: ignore[union-attr]
    found, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({target}) {found}", values)
        return max(0, int(cursor.rowcount))


def reserve_ids(model: type[models.Model], count: int, using: str = "default") -> list[int]:
    """Primary keys for rows about to be written in this same transaction, so that their children can name them."""
    return engine(using).reserve_ids(model, count)


@contextmanager
def lock(name: str, key: object = "", using: str = "default") -> Iterator[None]:
    """Lets one transaction at a time through for this name and key, until that transaction ends.

    Opens a transaction if none is open; inside one, the lock lasts as long as the outermost.
    """
    with transaction.atomic(using=using):
        engine(using).lock(f"{name}:{key}")
        yield


def capped_count(queryset: QuerySet[Any], cap: int = 10_000) -> tuple[int, bool]:
    """(rows, whether there are more than `cap`). Reads at most `cap` + 1 rows; the count never exceeds `cap`."""
    count = queryset.order_by()[: cap + 1].count()
    return min(count, cap), count > cap


def estimated_count(model: type[models.Model], using: str = "default") -> int:
    """About how many rows the table has, without reading it; exact where the engine knows nothing better."""
    return engine(using).estimated_count(model)


def relax(using: str = "default") -> None:
    """For the open transaction, one of many of a great job that goes on where it stood: should the server's power fail,
    it may be lost whole. It need not wait for the disk, and the word index jots its words down (`search.merging`).
    """
    engine(using).relax()


def tidy(*tables: type[models.Model], using: str = "default") -> None:
    """After a great load: fresh statistics (and a vacuum where it may run). Harmless inside a transaction."""
    engine(using).tidy(*tables)


def without_indexes(*tables: type[models.Model], using: str = "default") -> AbstractContextManager[None]:
    """A transaction for loading a great many rows: what slows each insert is made anew, whole, when it ends."""
    return engine(using).without_indexes(tables)


def next_keys_follow(*tables: type[models.Model], using: str = "default") -> None:
    """After rows were inserted with keys of their own: the next keys the engine gives come after them."""
    statements = connections[using].ops.sequence_reset_sql(no_style(), tables)
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
