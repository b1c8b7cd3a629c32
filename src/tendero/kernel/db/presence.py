"""Which children a row has at all: one statement of plain look-ups, instead of a question for each empty table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model


def present(row: Model, relations: Sequence[str]) -> frozenset[str]:
    """Those of these relations, from other tables to `row`, in which it has any row."""
    statement = _statement(type(row), tuple(relations))
    with connection.cursor() as cursor:
        cursor.execute(statement, [row.pk] * len(relations))
        found = cursor.fetchone()
    return frozenset(name for name, there in zip(relations, found, strict=True) if there)


@lru_cache(maxsize=256)
def _statement(model: type[Model], relations: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    parts = []
    for name in relations:
        relation: Any = model._meta.get_field(name)
        table, column = relation.related_model._meta.db_table, relation.field.column
        parts.append(f"EXISTS(SELECT 1 FROM {quote(table)} WHERE {quote(column)} = %s)")  # noqa: S608 - our own names
    return f"SELECT {', '.join(parts)}"
