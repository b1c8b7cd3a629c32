"""Rows as somebody may know them: what is hidden from him is blank on the row itself, whoever draws it.

Screens made by hand read columns straight. A veiled row is for showing only: writing reads its row anew. What rows
point at is looked at by `records.sight`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import BooleanField, CharField, DateTimeField, TextField, prefetch_related_objects

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records import custom, registry
from tendero.records.sight import is_narrow, is_sighted, sighted

R = TypeVar("R")


def veiled(row: R, actor: Actor) -> R:
    """The same row, its hidden columns blank, and what it points at unnamed where that is out of the reader's sight.

    A row of no record type, or None, stays as it is.
    """
    return all_veiled([row], actor)[0]


def all_veiled(rows: Iterable[R], actor: Actor) -> list[R]:
    """The same of several rows of one kind: a query for each kind of record they point at, if its rights are narrow."""
    found = list(rows)
    sighted([row for row in found if row is not None and not is_sighted(row)], actor)
    return [_blanked(row, actor) for row in found]


def whole(record: registry.RecordType[Any], row: Any, actor: Actor) -> Any:
    """One row for a page of its own. What its fields lead to is loaded before it is looked at."""
    fields = record.fields_for(actor).values()
    if any(is_narrow(target, actor) for target in {one.target for field in fields for one in (field, *field.item)}):
        wanted = dict.fromkeys(path for field in fields for path in (*field.joins, *field.prefetch))
        prefetch_related_objects([row], *wanted)
        custom.attach([row], fields)
    return veiled(row, actor)


def _blanked(row: R, actor: Actor) -> R:
    key = getattr(row, "record_key", "")
    hidden = permissions.hidden_fields(actor, key) if key else frozenset()
    record = registry.lookup(key) if hidden else None
    if record is not None:
        loaded: Any = row
        columns = {column.name: column for column in loaded._meta.concrete_fields}
        for name in _behind(record, hidden) & columns.keys():
            _blank(loaded, columns[name])
    return row


def _behind(record: registry.RecordType[Any], hidden: frozenset[str]) -> set[str]:
    """Names of the columns that tell what these fields hold."""
    own = {record.own_fields[name].path for name in hidden if name in record.own_fields}
    return own | {column for name in hidden for column in record.repeated.get(name, ())}


def _blank(row: Any, column: Any) -> None:
    """In memory, what no row can do without as well: text becomes empty, a flag is not set, all else is nothing.

    A moment that every row has, by which a historial is in order, and the contact that a row is about stay.
    """
    if not column.null and (isinstance(column, DateTimeField) or column.name == "party"):
        return
    if isinstance(column, BooleanField):
        row.__dict__[column.attname] = False
        return
    row.__dict__[column.attname] = "" if isinstance(column, CharField | TextField) else None
    row._state.fields_cache.pop(column.name, None)
