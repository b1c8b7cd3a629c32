"""What every engine answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet

M = TypeVar("M", bound=models.Model)


class Engine(Protocol):
    """One database engine; see `tendero.kernel.db` for what each answer means."""

    using: str

    def __init__(self, using: str) -> None: ...

    def bulk_insert(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int: ...

    def lock(self, name: str) -> None: ...

    def skip_locked(self, queryset: QuerySet[M]) -> QuerySet[M]: ...

    def estimated_count(self, model: type[models.Model]) -> int: ...

    def tidy(self, *tables: type[models.Model]) -> None: ...


def connection_of(using: str) -> BaseDatabaseWrapper:
    """The open connection of that alias, opened if need be."""
    connection = connections[using]
    connection.ensure_connection()
    return connection


def fields_of(model: type[models.Model], columns: Sequence[str]) -> list[Field[Any, Any]]:
    """The concrete fields of those names; raises FieldDoesNotExist."""
    return [model._meta.get_field(name) for name in columns]  # type: ignore[misc]


def stored(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], using: str
) -> Iterable[list[Any]]:
    """Each row as the values that the driver stores."""
    connection = connections[using]
    savers = [field.get_db_prep_save for field in fields_of(model, columns)]
    for row in rows:
        yield [save(value, connection) for save, value in zip(savers, row, strict=True)]
