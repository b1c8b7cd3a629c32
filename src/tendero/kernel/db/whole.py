"""A whole database at once: one moment of it read, an empty one filled beside the place where it will stand.

What a copy of everything needs (`kernel.backup`) and nothing else does. Values travel as the database keeps them, by
names of tables and columns: a copy may be older than today's models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tendero.kernel.db.whole_postgres import PostgresFormer, PostgresPlace, PostgresWhole
from tendero.kernel.db.whole_sqlite import SqliteFormer, SqlitePlace, SqliteWhole


class Whole(Protocol):
    """Reading and filling tables through one connection."""

    def rows(self, table: str, columns: Sequence[str], order: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Every row, streamed, in an order that is the same on every engine: text by its bytes."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows of values as they are written in a copy; how many."""


class Place(Protocol):
    """Where a database will stand. Until `take` nothing of it is seen there; `leave` forgets what was begun."""

    def tables(self) -> list[str]:
        """What is there already."""

    def begin(self) -> None:
        """From here on the default connection writes beside the place, into nothing."""

    def take(self) -> None:
        """What was written stands in its place, all at once."""

    def leave(self) -> None:
        """Undo `begin`."""


class Former(Protocol):
    """The database as it is, kept until an upgrade is through."""

    def keep(self, tables: Sequence[str]) -> None:
        """Keep it; `tables` are those that no copy of everything holds. DatabaseError where that is not allowed."""

    def bring_back(self, fill: Callable[[], None]) -> None:
        """All of it stands in its place again, at once. `fill` writes the tables of a copy, where the engine needs it.

        Any error leaves what is there.
        """

    def forget(self) -> None:
        """It is not needed any more."""


def snapshot(using: str = "default") -> AbstractContextManager[Whole]:
    """One moment of everything, on a connection of its own; others go on reading and writing meanwhile."""
    whole: type[PostgresWhole] | type[SqliteWhole] = PostgresWhole if _is_postgres(using) else SqliteWhole
    return whole.snapshot(connections[using])


def whole(using: str = "default") -> Whole:
    """The same through the open connection."""
    connection: BaseDatabaseWrapper = connections[using]
    return PostgresWhole(connection) if _is_postgres(using) else SqliteWhole(connection)


def place(using: str = "default") -> Place:
    """Where the database of that connection stands, or will."""
    connection: BaseDatabaseWrapper = connections[using]
    return PostgresPlace(connection) if _is_postgres(using) else SqlitePlace(connection)


def former(beside: Path, using: str = "default") -> Former:
    """What keeps that database; on SQLite in a file of the name of `beside`, with an ending of its own."""
    connection: BaseDatabaseWrapper = connections[using]
    return PostgresFormer(connection) if _is_postgres(using) else SqliteFormer(connection, beside)


def _is_postgres(using: str) -> bool:
    return connections[using].vendor == "postgresql"
