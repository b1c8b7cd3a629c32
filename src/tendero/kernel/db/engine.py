"""What every engine answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet

from tendero.kernel.money import AmountField

M = TypeVar("M", bound=models.Model)
_AS_THEY_ARE: tuple[Any, ...] = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.ForeignKey,
)


class Engine(Protocol):
    """One database engine; see `tendero.kernel.db` for what each answer means."""

    using: str

    def __init__(self, using: str) -> None: ...

    def bulk_insert(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int: ...

    def reserve_ids(self, model: type[models.Model], count: int) -> list[int]: ...

    def lock(self, name: str) -> None: ...

    def skip_locked(self, queryset: QuerySet[M]) -> QuerySet[M]: ...

    def without_indexes(self, tables: Sequence[type[models.Model]]) -> AbstractContextManager[None]: ...

    def estimated_count(self, model: type[models.Model]) -> int: ...

    def relax(self) -> None: ...

    def tidy(self, *tables: type[models.Model]) -> None: ...

    def word_index_sql(self, table: str, name: str) -> str: ...

    def drop_word_index_sql(self, name: str) -> str: ...

    def enter_words(self, table: str, ids: Sequence[int] | None) -> None:
        """Bring the word index up to date for these documents (None: for all, from nothing)."""

    def forget_words(self, ids: Sequence[int]) -> None:
        """Take these documents out of the word index, before they go."""

    def merge_words(self, name: str) -> None:
        """Put in its place what the word index of that name has only jotted down; beside others' work."""


def connection_of(using: str) -> BaseDatabaseWrapper:
    """The open connection of that alias, opened if need be."""
    connection = connections[using]
    connection.ensure_connection()
    return connection


def fields_of(model: type[models.Model], columns: Sequence[str]) -> list[Field[Any, Any]]:
    """The concrete fields of those names; raises FieldDoesNotExist."""
    return [model._meta.get_field(name) for name in columns]  # type: ignore[misc]


PLAIN = frozenset({str, int, bool, type(None), datetime})
"""Types of values that a driver takes as they are in these columns; their subclasses (enumerations) it does not."""
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.DateTimeField,
    models.ForeignKey,
)


def unchanged(field: Field[Any, Any]) -> bool:
    """Whether plain values of this column need no conversion on their way to PostgreSQL."""
    converts = type(field).get_prep_value.__module__.split(".")[0] != "django"
    return isinstance(field, _AS_THEY_ARE) and not converts


def stored(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], using: str
) -> Iterable[Sequence[Any]]:
    """Each row as the values that the driver stores. Text, numbers and keys need no conversion, so they get none."""
    connection = connections[using]
    savers: list[tuple[int, Callable[..., Any]]] = [
        (index, field.get_db_prep_save)
        for index, field in enumerate(fields_of(model, columns))
        if isinstance(field, AmountField) or not isinstance(field, _AS_THEY_ARE)
    ]
    width = len(columns)
    for row in rows:
        values = list(row)
        if len(values) != width:
            raise ValueError(f"{model.__name__}: {len(values)} values for {width} columns")
        for index, save in savers:
            values[index] = save(values[index], connection)
        yield values
