"""What the tests copy is what the program makes when it migrates from nothing."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.places import drop, environment_of, migrated_on_postgres, place, run

POSTGRES = os.environ.get("TENDERO_TEST_POSTGRES", "")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00:00)?")
REF = re.compile(r"1[0-9a-z]{19}")
"""A moment, and what a row is called by outside, are of each migration its own."""
Content = dict[str, list[tuple[str, ...]]]


def test_a_copied_database_is_a_migrated_one(tmp_path: Path) -> None:
    copied, fresh = tmp_path / "copied", tmp_path / "fresh"
    place(copied)
    run(["-m", "tendero", "migrate"], environment_of(fresh, ""))
    found = _in_file(copied / "tendero.sqlite3")
    assert len(found["django_migrations"]) > 50
    assert found["access_grant"]
    assert found == _in_file(fresh / "tendero.sqlite3")


@pytest.mark.database
@pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL is named")
def test_a_copied_database_on_postgresql_is_the_migrated_one(tmp_path: Path) -> None:
    """The server's own copying leaves nothing behind of what `tendero migrate` made."""
    copied = f"{POSTGRES}_copied"
    try:
        place(tmp_path / "copied", copied)
        found = _on_server(copied)
        assert len(found["django_migrations"]) > 50
        assert found["access_grant"]
        assert found == _on_server(_address(POSTGRES, migrated_on_postgres()))
    finally:
        drop(copied)


def _in_file(path: Path) -> Content:
    """Every table with its rows, and under "" the text of the schema and what the file is told to be."""
    with closing(sqlite3.connect(path)) as connection:
        ask = connection.execute
        tables = [name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
        content = {name: _plain(ask(f'SELECT * FROM "{name}"')) for name in tables}
        told = [ask(f"PRAGMA {name}").fetchone() for name in ("journal_mode", "page_size", "auto_vacuum", "encoding")]
        content[""] = _plain([*ask("SELECT type, name, sql FROM sqlite_master"), *told])
    return content


def _on_server(url: str) -> Content:
    """Every table with its rows, and under "" columns, indexes, constraints and routines."""
    with psycopg.connect(_address(url, urlsplit(url).path.lstrip("/"))) as connection:
        ask = connection.execute
        tables = [name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        content = {name: _plain(ask(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))) for name in tables}
        content[""] = [row for question in _SCHEMA for row in _plain(ask(question))]
    return content


_SCHEMA = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name, generation_expression"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
    "SELECT extname FROM pg_extension",
    "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)


def _plain(rows: Iterable[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(REF.sub("ref", MOMENT.sub("moment", str(value))) for value in row) for row in rows)


def _address(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql", path=f"/{name}"))
