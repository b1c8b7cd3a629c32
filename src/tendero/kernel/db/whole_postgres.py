"""PostgreSQL: a moment is a REPEATABLE READ transaction, a place is a schema filled beside and moved in one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

BESIDE = "tendero_restoring"
FORMER = "tendero_former"
_ALL = """
    SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm')
"""
_COLUMNS = """
    SELECT quote_ident(attname) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_KINDS = {"v": "VIEW", "m": "MATERIALIZED VIEW"}
_TEXTS = """
    SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0
    AND atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)
"""


class PostgresWhole:
    """Tables through one connection."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection: Any = connection

    @classmethod
    @contextmanager
    def snapshot(cls, connection: BaseDatabaseWrapper) -> Iterator[PostgresWhole]:
        own: Any = connection.copy()
        own.settings_dict["OPTIONS"].pop("pool", None)
        try:
            _one_moment(own)
            yield cls(own)
        finally:
            own.close()

    def rows(self, table: str, columns: Sequence[str], order: Sequence[str]) -> Iterator[Sequence[Any]]:
        """By a cursor of the server, so that neither side holds the table in memory."""
        quote = self._connection.ops.quote_name
        with self._connection.cursor() as cursor:
            cursor.execute(_TEXTS, [quote(table)])
            texts = {row[0] for row in cursor.fetchall()}
        by = ", ".join(quote(name) + (' COLLATE "C"' if name in texts else "") for name in order)
        statement = f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)} ORDER BY {by}"  # noqa: S608 - ours
        with self._connection.chunked_cursor() as cursor:
            cursor.cursor.itersize = 5000
            cursor.execute(statement)
            yield from cursor

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        quote, count = self._connection.ops.quote_name, 0
        statement = f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for count, row in enumerate(rows, start=1):  # noqa: B007 - the last one counts
                copy.write_row(row)
        return count


def _one_moment(connection: Any) -> None:
    """Reading as long as it takes: neither the length of a statement nor a pause between two ends it."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    from psycopg import IsolationLevel  # where the engine is SQLite nobody waits for the driver to load

    connection.connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.connection.read_only = True
    connection.set_autocommit(False)


class PostgresPlace:
    """The schema of the connection; what is written goes to one beside, whose tables are then moved."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection: Any = connection
        self._settings = connection.settings_dict["OPTIONS"]

    def tables(self) -> list[str]:
        found: list[str] = self._connection.introspection.table_names()
        return found

    def begin(self) -> None:
        quote = self._connection.ops.quote_name
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            self._schema = str(cursor.fetchone()[0])
            cursor.execute(f"DROP SCHEMA IF EXISTS {quote(BESIDE)} CASCADE")  # left by a restore that was cut off
            cursor.execute(f"CREATE SCHEMA {quote(BESIDE)}")
        own = {name: value for name, value in self._settings.items() if name != "pool"}
        own["options"] = own.get("options", "") + (
            f" -c search_path={BESIDE} -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
        )
        self._reconnect(own)

    def take(self, newer: Collection[str] = ()) -> None:
        """Tables of the same names make way, those of a place that nobody has used; what is not ours stays.

        `newer` names what goes as well: what a failed upgrade had made.
        """
        quote = self._connection.ops.quote_name
        with transaction.atomic(), self._connection.cursor() as cursor:
            moved = _relations(cursor, BESIDE)
            self._make_way(cursor, {*moved, *newer})
            for name, kind in moved.items():
                cursor.execute(f"ALTER {kind} {quote(BESIDE)}.{quote(name)} SET SCHEMA {quote(self._schema)}")
            cursor.execute(f"DROP SCHEMA {quote(BESIDE)}")  # refuses if anything has stayed behind
        self._reconnect(self._settings)

    def _make_way(self, cursor: Any, going: Collection[str]) -> None:
        quote = self._connection.ops.quote_name
        there = _relations(cursor, self._schema)
        for kind in ("MATERIALIZED VIEW", "VIEW", "TABLE"):
            names = [f"{quote(self._schema)}.{quote(name)}" for name in there if there[name] == kind and name in going]
            if names:  # in one statement, as they point at each other
                cursor.execute(f"DROP {kind} {', '.join(names)}")

    def leave(self) -> None:
        self._reconnect(self._settings)
        with self._connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {self._connection.ops.quote_name(BESIDE)} CASCADE")

    def _reconnect(self, options: dict[str, Any]) -> None:
        self._connection.close()
        self._connection.settings_dict["OPTIONS"] = options


class PostgresFormer:
    """What an upgrade needs for its way back and a copy of everything leaves out, in a schema that nobody else reads.

    A process that was cut off leaves that schema; the next one drops it.
    """

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection: Any = connection
        self._tables: list[str] = []
        self._there: set[str] = set()

    def keep(self, tables: Sequence[str]) -> None:
        quote, self._tables = self._connection.ops.quote_name, list(tables)
        self.forget()
        with transaction.atomic(), self._connection.cursor() as cursor:
            self._there = self._names(cursor)
            cursor.execute(f"CREATE SCHEMA {quote(FORMER)}")
            for name in self._tables:
                cursor.execute(f"CREATE TABLE {quote(FORMER)}.{quote(name)} AS TABLE {quote(name)}")

    def bring_back(self, fill: Callable[[], None]) -> None:
        """What was there stands until all is written beside it; then it goes, with what was not there at `keep`."""
        self._connection.close()  # whatever failed may have left it in the middle of something
        with self._connection.cursor() as cursor:
            newer = self._names(cursor) - self._there
        place = PostgresPlace(self._connection)
        place.begin()
        try:
            fill()
            self._load()
            place.take(newer)
        except BaseException:
            place.leave()
            raise

    def forget(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {self._connection.ops.quote_name(FORMER)} CASCADE")

    def _load(self) -> None:
        """The rows that were kept, in place of any that migrating has written."""
        quote = self._connection.ops.quote_name
        with transaction.atomic(), self._connection.cursor() as cursor:
            for name in self._tables:
                cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608 - a name of our models
            for name in self._tables:
                cursor.execute(_COLUMNS, [quote(name)])
                told = ", ".join(row[0] for row in cursor.fetchall())
                source = f"{quote(FORMER)}.{quote(name)}"
                cursor.execute(f"INSERT INTO {quote(name)} ({told}) SELECT {told} FROM {source}")  # noqa: S608 - ours

    @staticmethod
    def _names(cursor: Any) -> set[str]:
        cursor.execute("SELECT current_schema()")
        return set(_relations(cursor, str(cursor.fetchone()[0])))


def _relations(cursor: Any, schema: str) -> dict[str, str]:
    """Tables and views of a schema, each with the word that SQL has for its kind."""
    cursor.execute(_ALL, [schema])
    return {str(name): _KINDS.get(kind, "TABLE") for name, kind in cursor.fetchall()}
