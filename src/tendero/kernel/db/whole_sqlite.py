"""SQLite: a moment is a read transaction of its own, a place is a file that is renamed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

BESIDE = ".restoring"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_UNSAFE_BUT_FAST = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;"


class SqliteWhole:
    """Tables through one connection."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def snapshot(cls, connection: BaseDatabaseWrapper) -> Iterator[SqliteWhole]:
        """A deferred transaction: it sees one moment and keeps nobody from writing, as the log is written ahead."""
        own: Any = connection.copy()
        try:
            own.ensure_connection()
            own.connection.execute("BEGIN DEFERRED")
            yield cls(own)
        finally:
            own.close()

    def rows(self, table: str, columns: Sequence[str], order: Sequence[str]) -> Iterator[Sequence[Any]]:
        quote = self._connection.ops.quote_name
        told, by = ", ".join(map(quote, columns)), ", ".join(map(quote, order))
        statement = f"SELECT {told} FROM {quote(table)} ORDER BY {by}"  # noqa: S608 - names of our models
        self._connection.ensure_connection()
        cursor = self._connection.connection.cursor()
        cursor.arraysize = 2000
        cursor.execute(statement)
        while part := cursor.fetchmany():
            yield from part

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        quote = self._connection.ops.quote_name
        told, places = ", ".join(map(quote, columns)), ", ".join("?" * len(columns))
        statement = f"INSERT INTO {quote(table)} ({told}) VALUES ({places})"  # noqa: S608 - names of our models
        self._connection.ensure_connection()
        return max(0, int(self._connection.connection.executemany(statement, rows).rowcount))


class SqlitePlace:
    """A file, made whole under another name and then renamed."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection: Any = connection
        self._file = Path(connection.settings_dict["NAME"])
        self._options = connection.settings_dict["OPTIONS"]
        self._beside = self._file.with_name(self._file.name + BESIDE)

    def tables(self) -> list[str]:
        return self._connection.introspection.table_names() if self._file.exists() else []

    def begin(self) -> None:
        """The file beside is thrown away if anything fails: it need not survive a power cut until it is renamed."""
        self._point_at(self._file, self._options)
        _remove(self._beside)
        self._point_at(self._beside, {**self._options, "init_command": _UNSAFE_BUT_FAST})

    def take(self) -> None:
        self._connection.cursor().execute("PRAGMA journal_mode=DELETE")
        self._point_at(self._file, self._options)
        with self._beside.open("rb+") as file:
            os.fsync(file.fileno())
        _remove(self._file)
        self._beside.replace(self._file)
        keep_names(self._file.parent)

    def leave(self) -> None:
        self._point_at(self._file, self._options)
        _remove(self._beside)

    def _point_at(self, file: Path, options: dict[str, Any]) -> None:
        self._connection.close()
        self._connection.settings_dict["NAME"] = str(file)
        self._connection.settings_dict["OPTIONS"] = options


class SqliteFormer:
    """The whole file beside another, by the engine's own backup: one transaction, as others may have it open."""

    def __init__(self, connection: BaseDatabaseWrapper, beside: Path) -> None:
        self._connection: Any = connection
        self._beside = beside.with_suffix(".sqlite3")

    def keep(self, tables: Sequence[str]) -> None:
        self._pour(self._file(), self._beside)
        self._beside.chmod(0o600)

    def bring_back(self, fill: Callable[[], None]) -> None:
        self._pour(self._beside, self._file())

    def forget(self) -> None:
        self._beside.unlink(missing_ok=True)

    def _file(self) -> Path:
        self._connection.close()
        return Path(self._connection.settings_dict["NAME"])

    @staticmethod
    def _pour(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source, timeout=30)) as full, closing(sqlite3.connect(target, timeout=30)) as into:
            full.backup(into)
            into.commit()


def keep_names(folder: Path) -> None:
    """Let the disk know of new names in a folder; where folders cannot be told so, there is nothing to do."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(file: Path) -> None:
    for ending in _SIDE_FILES:
        file.with_name(file.name + ending).unlink(missing_ok=True)
