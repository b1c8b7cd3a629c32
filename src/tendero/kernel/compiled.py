"""Queries that are built and compiled once and then asked again and again, as prepared statements are.

@compiled
def tasks_about(actor: Actor, day: dt.date, *, party: Any) -> QuerySet[Task]:
    return Task.objects.visible_to(actor).filter(party=party, due_on__lte=day)

tasks_about(actor, day, party=party.pk)  # a list of tasks

Putting a condition together and writing it down as SQL takes Django several times as long as PostgreSQL needs to
answer it. So each process keeps the text. The positional arguments say which query it is: one of each is kept for each
set of them, which is why they are few and hashable (an actor, a day). What differs from one call to the next comes by
name: the function gets a `Parameter` in its place and may do nothing with it but compare a column with it.

A query is built anew as soon as anything that is `kept` changes: rights, settings, own fields, people. Other questions
that building it asks the database go through `asked`, and are put again each time. The tests build every query again at
each use, and refuse one that comes out otherwise or asks in passing (`kept.verify`).
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Final, Generic, ParamSpec, TypeVar, overload

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Expression, QuerySet
from django.db.models.query import prefetch_related_objects
from django.db.models.sql.compiler import SQLCompiler

from tendero.kernel import kept
from tendero.kernel.kept import Shelf, Stale

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
MOST: Final = 400
"""Queries that a process keeps."""
_Question = tuple[Callable[..., Any], tuple[Any, ...], Any]
_asking: ContextVar[list[_Question] | None] = ContextVar("tendero_compiled_asking", default=None)


class Parameter(Expression):
    """Stands for a value that comes with each call."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.TextField())
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class Framed:
    """A query of values around which a frame of SQL is put, with ``{}`` in its place: what Django cannot say."""

    rows: QuerySet[Any]
    frame: str


def asked(question: Callable[..., T], *arguments: Any) -> T:
    """The answer to something that a query is built from; where the query is kept, it is asked again at each call."""
    told = _asking.get()
    token = _asking.set(None)
    try:
        answer = question(*arguments)
    finally:
        _asking.reset(token)
    if told is not None:
        told.append((question, arguments, answer))
    return answer


@dataclass(frozen=True, slots=True)
class _Ready:
    """A compiled query; without a `compiler` it finds nothing whatever is given."""

    rows: Any
    questions: Sequence[_Question]
    compiler: SQLCompiler | None = None
    sql: str = ""
    values: Sequence[Any] = ()
    converters: Mapping[int, Any] = field(default_factory=dict)

    def holds(self) -> bool:
        return all(question(*arguments) == answer for question, arguments, answer in self.questions)

    def find(self, given: Mapping[str, Any]) -> list[Any]:
        if self.compiler is None:
            return []
        found: list[Any] = list(self.rows._iterable_class(_Source(self, given)))
        if self.rows._prefetch_related_lookups:
            prefetch_related_objects(found, *self.rows._prefetch_related_lookups)
        return found


class _Source:
    """What Django's iterables of rows ask of a queryset, for one call."""

    def __init__(self, ready: _Ready, given: Mapping[str, Any]) -> None:
        self.db = ready.rows.db
        self.model = ready.rows.model
        self.query = _Query(ready, given)
        self._fields = ready.rows._fields
        self._known_related_objects = ready.rows._known_related_objects


class _Query:
    """A query whose compiler has done its work already."""

    def __init__(self, ready: _Ready, given: Mapping[str, Any]) -> None:
        self._ready, self._given = ready, given

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ready.rows.query, name)

    def get_compiler(self, using: str) -> SQLCompiler:
        ready, connection = self._ready, connections[using]
        values = tuple(
            _stored(self._given[value.name], connection) if type(value) is Parameter else value
            for value in ready.values
        )
        compiler: Any = copy.copy(ready.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (ready.sql, values)
        compiler.get_converters = lambda _columns: ready.converters
        return compiler  # type: ignore[no-any-return]


def _stored(value: Any, connection: Any) -> Any:
    """A value as the engine's driver takes it."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return connection.ops.adapt_integerfield_value(value, "BigIntegerField")
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, list):  # for `among`
        return value if connection.vendor == "postgresql" else json.dumps(value)
    raise TypeError(f"{value!r} cannot be the value of a parameter")


queries: Final = Shelf[_Ready](MOST)


class Compiled(Generic[P, T]):
    """Call it with what the function takes, and with the values of its parameters; it answers the rows in a list."""

    def __init__(self, make: Callable[P, QuerySet[Any] | Framed]) -> None:
        self.make: Callable[..., Any] = make
        update_wrapper(self, make)

    def __call__(self, *args: P.args, **given: P.kwargs) -> list[T]:
        key = (self.make, tuple(given), connections["default"].vendor, args)
        ready = queries.get(key, lambda: self._build(args, given), _Ready.holds)
        if kept.verify:
            with kept.held(kept.stamps()), _unasked():
                self._verify(ready, args, given)
        return ready.find(given)

    def _build(self, args: tuple[Any, ...], given: Mapping[str, Any]) -> _Ready:
        questions: list[_Question] = []
        token = _asking.set(questions)
        try:
            made = self.make(*args, **{name: Parameter(name) for name in given})
        finally:
            _asking.reset(token)
        rows, frame = (made.rows, made.frame) if isinstance(made, Framed) else (made, "{}")
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return _Ready(rows, questions)
        columns = [selected[0] for selected in compiler.select[: compiler.col_count]]
        return _Ready(rows, questions, compiler, frame.format(sql), values, compiler.get_converters(columns))

    def _verify(self, ready: _Ready, args: tuple[Any, ...], given: Mapping[str, Any]) -> None:
        again = self._build(args, given)
        if (again.sql, list(again.values)) != (ready.sql, list(ready.values)):
            raise Stale(f"{self.make.__qualname__}{args}: {ready.sql} {ready.values}; now {again.sql} {again.values}")


@contextmanager
def _unasked() -> Iterator[None]:
    """Nothing may be asked of the database here but through `asked`."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if _asking.get() is not None:
            raise Stale(f"asked in passing, while a query is built: {sql}")
        return execute(sql, *rest)

    with connections["default"].execute_wrapper(refuse):
        yield


@overload
def compiled(make: Callable[P, QuerySet[M]]) -> Compiled[P, M]: ...
@overload
def compiled(make: Callable[P, Framed]) -> Compiled[P, Any]: ...
def compiled(make: Callable[P, Any]) -> Compiled[P, Any]:
    """Keep the query that `make` answers."""
    return Compiled(make)
