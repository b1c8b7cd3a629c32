"""Queries of lists that are kept (`kernel.compiled`): the first page of rows, and keys of rows that are few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet, Window

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import Framed, compiled
from tendero.records import paging

if TYPE_CHECKING:
    from tendero.records.rows import Rows


@dataclass(frozen=True)
class Beginning:
    """What a list asks for, in values that can be compared: queries for the same are kept."""

    record: str
    actor: Actor
    filter: str
    order: str
    binned: bool
    verb: str
    day: date
    fields: tuple[str, ...] | None
    right: str

    def rows(self) -> Rows:
        from tendero.records.rows import Rows  # which asks these queries

        found = Rows(self.record, self.actor, self.filter, order=self.order, binned=self.binned, verb=self.verb)
        found.order = found.asked  # it has been looked at already whether that order holds
        return found


@compiled
def first_rows(beginning: Beginning, part: int, number: int) -> QuerySet[Any]:
    """The first rows of a part of the list (`paging.parts`)."""
    rows = beginning.rows()
    return paging.parts(rows.asked, rows.loaded(beginning.fields, beginning.right))[part][:number]


@compiled
def rows_of(beginning: Beginning, *, keys: Any) -> QuerySet[Any]:
    """The rows of these keys, in no order, with what the list reads of them."""
    rows = beginning.rows()
    them = rows.record.model.everything.filter(pk__among=keys)
    return rows.loaded(beginning.fields, beginning.right, them)


@compiled
def keys(beginning: Beginning, most: int) -> QuerySet[Any]:
    """Key, and what sorts it, of each row that passes, up to `most`, in no order."""
    rows = beginning.rows()
    return rows.queryset().order_by().values_list("pk", rows.asked.column)[:most]


@compiled
def first_keys(beginning: Beginning, most: int, number: int) -> Framed:
    """The first of them, each with what sorts it and how many there are, up to `most`."""
    rows = beginning.rows()
    order, few = rows.asked, rows.queryset().order_by().values_list("pk", rows.asked.column)[:most]
    lacks = f'"{order.column}" IS NULL' + (f" OR \"{order.column}\" >= '{order.before}'" if order.before else "")
    way = "DESC" if order.falling else "ASC"
    sorts = f'({lacks}), CASE WHEN NOT ({lacks}) THEN "{order.column}" END {way}, pk {way}'
    return Framed(few, f"SELECT *, COUNT(*) OVER () FROM ({{}}) AS few ORDER BY {sorts} LIMIT {number}")  # noqa: S608 - columns


@compiled
def first_beside(beginning: Beginning, most: int, number: int) -> Framed:
    """The same of rows that have what sorts them, found by that alone: the rows themselves are read for the page only.

    For whoever sees all rows, where all that is asked is about rows of others, which name the key that both share; none
    elsewhere. Fewer than `number` say nothing of those that lack what sorts them.
    """
    rows = beginning.rows()
    order, model = rows.asked, rows.record.model
    relation: Any = model._meta.get_field(order.beside)
    beside = relation.related_model._default_manager.order_by()
    shared = relation.one_to_one and relation.auto_created and relation.field.primary_key
    reached = permissions.rows(beginning.actor, beginning.verb, model)
    if beginning.binned or reached is None or reached or not shared or not rows.filter.reaches_only:
        return Framed(beside.none().values_list("pk"), "{}")
    name = order.column.rpartition("__")[2]
    having = {f"{name}__isnull": False} if order.before is None else {f"{name}__lt": order.before}
    found = beside.filter(rows.filter.condition, **having).annotate(of_all=Window(Count("*")))
    way = "DESC" if order.falling else "ASC"
    frame = (
        f'SELECT few.* FROM ({{}}) AS few JOIN "{model._meta.db_table}" AS own ON own.id = few.pk'  # noqa: S608 - names
        f' WHERE own.binned_at IS NULL ORDER BY few."{name}" {way}, few.pk {way} LIMIT {number}'
    )
    return Framed(found.values_list("pk", name, "of_all")[:most], frame)
