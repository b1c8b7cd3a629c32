"""Loading rows with keys of their own, table by table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Max

from tendero.kernel import db
from tendero.kernel.models import unlocked


class Table:
    """Rows waiting to be written to one table. `defaults` are the columns every row shares."""

    def __init__(self, model: type[models.Model], columns: Sequence[str], **defaults: Any) -> None:
        """`defaults` are the columns alike in every row; keys go on after the greatest there is."""
        self.model = model
        self.names = [*columns, *defaults]
        self.rest = tuple(defaults.values())
        self.rows: list[tuple[Any, ...]] = []
        self.last: int = 0
        if "id" in columns:
            manager: Any = getattr(model, "everything", model._default_manager)
            self.last = manager.aggregate(last=Max("id"))["last"] or 0
        self.before = self.last

    @property
    def made(self) -> range:
        """The keys given out so far."""
        return range(self.before + 1, self.last + 1)

    def key(self) -> int:
        """The next free primary key."""
        self.last += 1
        return self.last

    def add(self, *values: Any) -> None:
        """One more row: the columns that differ; the common ones follow."""
        self.rows.append(values + self.rest)

    def take(self) -> list[tuple[Any, ...]]:
        """The rows that wait; whoever takes them writes them."""
        rows, self.rows = self.rows, []
        return rows

    def write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write these rows, inside the caller's transaction."""
        if rows:
            with unlocked():
                db.bulk_insert(self.model, self.names, rows)

    def flush(self) -> None:
        """Write what waits, inside the caller's transaction."""
        self.write(self.take())
