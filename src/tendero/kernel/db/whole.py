"""A whole database at once: one moment of it read, an empty one filled beside the place where it will stand.

What a copy of everything needs (`kernel.backup`) and nothing else does. Values travel as the database keeps them, by
names of tables and columns: a copy may be older than today's models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tendero.kernel.db.whole_postgres import PostgresPlace, PostgresWhole
from tendero.kernel.db.whole_sqlite import SqlitePlace, SqliteWhole


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


def _is_postgres(using: str) -> bool:
    return connections[using].vendor == "postgresql"
