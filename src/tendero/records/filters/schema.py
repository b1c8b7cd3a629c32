"""What a filter may speak of: shapes, their fields, and the ways from one shape to another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class FieldLike(Protocol):
    """The part of `records.fields.Field` that filters use."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Any: ...
    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def many(self) -> bool: ...
    @property
    def folded(self) -> str: ...
    @property
    def choices(self) -> Callable[[], Sequence[tuple[Any, Any]]] | None: ...
    @property
    def target(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def custom(self) -> int | None: ...


class Shape(Protocol):
    """One record type as one actor knows it: what he may not see is not there."""

    @property
    def key(self) -> str: ...

    def field(self, name: str) -> FieldLike | None:
        """The field of that name, ``custom.<key>`` included."""

    def link(self, name: str) -> Link | None:
        """The way through a relation field to what it points at."""

    def relation(self, name: str) -> Relation | None:
        """The rows of another record that point here under that name."""


class Link(Protocol):
    """A relation field walked: ``owner`` in ``owner.team``."""

    @property
    def field(self) -> FieldLike: ...
    @property
    def shape(self) -> Shape: ...


class Relation(Protocol):
    """Rows that point here by the foreign key `path` on their own model."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Any: ...
    @property
    def path(self) -> str: ...
    @property
    def shape(self) -> Shape: ...
