"""Everything that points at some records is pointed at another one: what a merge does to the rows of every room.

What points is found by asking the models, never from a list: foreign keys, and the pointers that `points_at` names. A
room that is built tomorrow is moved too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Q

from tendero.kernel import journal
from tendero.kernel.models.base import ChildModel, Journaled


@dataclass(frozen=True)
class Pointer:
    """A column of a journaled model that leads to a record, on the rows that meet `condition`."""

    model: type[Any]
    name: str
    column: str
    condition: Q


def pointers(model: type[Journaled]) -> Sequence[Pointer]:
    """Every column that leads to a row of `model`; not those that repeat what other rows say."""
    return _pointers(model.key())


@cache
def _pointers(key: str) -> Sequence[Pointer]:
    model = journal.models_by_key()[key]
    return [
        pointer
        for other in apps.get_models()
        if issubclass(other, Journaled)
        for pointer in [*_keys(other, model), *_others(other, model)]
    ]


def _keys(other: type[Journaled], model: type[Journaled]) -> Iterator[Pointer]:
    for column in other._meta.concrete_fields:
        if column.related_model is model and column.name not in other.journal_skip:
            yield Pointer(other, column.name, column.attname, Q())


def _others(other: type[Journaled], model: type[Journaled]) -> Iterator[Pointer]:
    for condition, column in other.points_at(model):
        yield Pointer(other, column, column, condition)


def move(model: type[Journaled], gone: Collection[int], *, to: int) -> None:
    """Point whatever points at the rows `gone` of `model` at `to`, inside the open change set.

    Two reads and one set of writes a model. What `join` finds repeated stays with the record that goes, if it is a
    part of that one, and is taken away otherwise; what it says more (`leave`) those that are there get. The rows of the
    records themselves are the caller's.
    """
    by_model: dict[type[Any], list[Pointer]] = defaultdict(list)
    for pointer in pointers(model):
        by_model[pointer.model].append(pointer)
    for other, some in by_model.items():
        _Moving(model, frozenset(gone), to, other, some).run()


@dataclass(frozen=True)
class _Moving:
    """The rows of one model, `other`, on their way."""

    model: type[Any]
    gone: frozenset[int]
    to: int
    other: type[Any]
    pointers: Sequence[Pointer]

    def run(self) -> None:
        from tendero.kernel import write  # whose revert asks this module who points where

        found = self._pointing(self.gone)
        there = list(self._pointing({self.to}).values()) if found and self._joins() else []
        standing = [row for row, _columns in there]
        values: dict[int, dict[str, Any]] = {}
        leaving = []
        for pk, (row, columns) in sorted(found.items()):
            moved = self._moved(row, columns)
            others = {one.pk: one for one in standing if one.pk != pk}
            more = moved.join(list(others.values()))
            if more is not None:
                moved.__dict__.update(more)
                standing.append(moved)
                values[pk] = dict.fromkeys(columns, self.to) | more
                continue
            for there_pk, gained in moved.leave(list(others.values())).items():
                others[there_pk].__dict__.update(gained)
                values[there_pk] = values.get(there_pk, {}) | gained
            if isinstance(row, ChildModel) and not self._belongs_to_gone(row):
                leaving.append(row)
        write.remove(*leaving)
        write.change_rows(self.other, values)

    def _pointing(self, ids: Collection[int]) -> dict[int, tuple[Any, list[str]]]:
        """The rows that point at these, each with the columns by which it does."""
        found: dict[int, tuple[Any, list[str]]] = {}
        for pointer in self.pointers:
            for row in self.other.everything.filter(pointer.condition, **{f"{pointer.column}__in": ids}):
                if self.other is not self.model or row.pk not in {*self.gone, self.to}:
                    found.setdefault(row.pk, (row, []))[1].append(pointer.column)
        return found

    def _joins(self) -> bool:
        return bool(self.other.join is not Journaled.join)

    def _moved(self, row: Any, columns: Sequence[str]) -> Any:
        moved = copy(row)
        moved.__dict__.update(dict.fromkeys(columns, self.to))
        return moved

    def _belongs_to_gone(self, row: Any) -> bool:
        root, pk = row.root()
        return root is self.model and pk in self.gone
