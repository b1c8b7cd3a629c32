"""The rows that hang from a page of rows: one query a relation, and lists instead of a queryset for each row.

Django's own prefetching makes and clones a queryset per row, which costs a list of fifty more than reading it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import ManyToOneRel, Model, Prefetch, QuerySet, prefetch_related_objects

from tendero.kernel.compiled import compiled


def load(rows: Sequence[Any], paths: Iterable[str | Prefetch[Any]], absent: Container[str] = ()) -> None:
    """Read what these paths lead to, so that `row.<relation>.all()` asks nothing.

    A path is a relation and, behind ``__``, what of each child is wanted with it; what is not so simple goes Django's
    way. Those relations can then be read whole, not filtered. Nothing is asked of those that are known to be `absent`.
    """
    if not rows:
        return
    wanted: dict[str, set[str]] = {}
    others = []
    for path in paths:
        name, _dots, deeper = path.partition("__") if isinstance(path, str) else ("", "", "")
        if name and isinstance(_relation(rows[0], name), ManyToOneRel) and _single(rows[0], name, deeper):
            wanted.setdefault(name, set()).update({deeper} - {""})
        else:
            others.append(path)
    for name, joins in wanted.items():
        _keep(rows, name, {} if name in absent else _children(rows, name, joins))
    if others:
        prefetch_related_objects(rows, *others)


def _relation(row: Any, name: str) -> Any:
    return next((one for one in row._meta.related_objects if one.get_accessor_name() == name), None)


def _single(row: Any, name: str, deeper: str) -> bool:
    """Whether what is wanted of each child is at most one row, which a join brings."""
    model = _relation(row, name).related_model
    return not deeper or ("__" not in deeper and model._meta.get_field(deeper).many_to_one)


def _children(rows: Sequence[Any], name: str, joins: set[str]) -> dict[int, list[Any]]:
    """The children of each row, by its key."""
    relation = _relation(rows[0], name)
    column = relation.field.attname
    found = _hanging(relation.related_model, column, tuple(sorted(joins)), keys=[row.pk for row in rows])
    parents = {row.pk: row for row in rows}
    of_row: dict[int, list[Any]] = {key: [] for key in parents}
    for child in found:
        parent = getattr(child, column)
        relation.field.set_cached_value(child, parents[parent])
        of_row[parent].append(child)
    return of_row


@compiled
def _hanging(model: type[Model], column: str, joins: tuple[str, ...], *, keys: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.filter(**{f"{column}__among": keys})
    return found.select_related(*joins) if joins else found


def _keep(rows: Sequence[Any], name: str, of_row: Mapping[int, list[Any]]) -> None:
    relation = _relation(rows[0], name)
    for row in rows:
        known: dict[str, Any] = row.__dict__.setdefault("_prefetched_objects_cache", {})
        known[relation.cache_name] = of_row.get(row.pk, [])
