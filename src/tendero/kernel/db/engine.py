"""What every engine answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet

from tendero.kernel.money import AmountField

M = TypeVar("M", bound=models.Model)


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
"""Types of values that a driver takes as they are in columns without a `converter`; their subclasses (enumerations) it
does not."""
_AS_THEY_ARE = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.ForeignKey)
Converter = Callable[[Any], Any]
Known = tuple[type[Field[Any, Any]], type]


def converter(field: Field[Any, Any], connection: BaseDatabaseWrapper, known: Sequence[Known] = ()) -> Converter | None:
    """What makes a value of this column one that the driver stores; None where plain values need nothing.

    It is always what Django's `get_db_prep_save` makes, only sooner. `known`: of kinds of columns, the exact type of
    which this driver takes every value as it is.
    """
    if isinstance(field, AmountField):
        return field.get_prep_value  # a whole number, which every driver takes: no chain of checks for each
    converts = type(field).get_prep_value.__module__.split(".")[0] != "django"
    if not converts and isinstance(field, _AS_THEY_ARE):
        return None
    ready = None if converts else next((type_ for kind, type_ in known if isinstance(field, kind)), None)
    return None if ready in PLAIN else _saver(field, connection, ready)


def _saver(field: Field[Any, Any], connection: BaseDatabaseWrapper, ready: type | None) -> Converter:
    save = field.get_db_prep_save
    if ready is Decimal:
        return lambda value: value if type(value) is Decimal and value.is_finite() else save(value, connection)
    if ready is not None:
        return lambda value: value if value is None or type(value) is ready else save(value, connection)
    return lambda value: save(value, connection)


def stored(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    using: str,
    known: Sequence[Known] = (),
) -> Iterator[Sequence[Any]]:
    """Each row as the values that the driver stores (`converter`)."""
    connection = connections[using]
    fields = fields_of(model, columns)
    made = [converter(field, connection, known) for field in fields]
    converted = [(index, convert) for index, convert in enumerate(made) if convert is not None]
    plain = [index for index, convert in enumerate(made) if convert is None]
    plain_values = itemgetter(*plain, plain[0]) if plain else list  # one twice, for a single one is given bare
    width = len(columns)
    for row in rows:
        values = list(row)
        if len(values) != width:
            raise ValueError(f"{model.__name__}: {len(values)} values for {width} columns")
        if plain and not PLAIN.issuperset(map(type, plain_values(values))):
            for index in plain:
                if type(values[index]) not in PLAIN:
                    values[index] = fields[index].get_db_prep_save(values[index], connection)
        for index, convert in converted:
            values[index] = convert(values[index])
        yield values
