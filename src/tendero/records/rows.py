"""Rows of a record type as somebody may see them: the one way lists, boards, the API, exports and bulk work read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.core import signing
from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock, db, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.fields import FoldedField
from tendero.kernel.money import Money, from_scaled
from tendero.records import children, custom, filters, kept_rows, ordering, paging, registry, search
from tendero.records.fields import Field
from tendero.records.filters.errors import FilterError
from tendero.records.models.custom import CustomValue
from tendero.records.ordering import Order
from tendero.records.registry import RecordType
from tendero.records.sight import sighted

CAP: Final = 10_000
FEW: Final = 2_000
MOST_ROWS: Final = 500
_SALT: Final = "tendero.records.cursor"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the signed cursors of what comes after and before ("" for nothing)."""

    rows: list[Any]
    next: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows; `capped`: there are more than `number`."""

    number: int
    capped: bool


class Rows:
    """Visible rows that pass a filter and answer a text, in an order.

    `filter` is JSON (or its text) or a `Filter`; FilterError if it, the order or, later, a cursor cannot be read.
    """

    def __init__(
        self,
        record: RecordType[Any] | str,
        actor: Actor,
        filter: filters.Filter | Mapping[str, Any] | str | None = None,
        text: str = "",
        order: str = "",
        binned: bool = False,
        verb: str = "view",
    ) -> None:
        self.record = registry.get(record) if isinstance(record, str) else record
        self.actor = actor
        self.filter = filter if isinstance(filter, filters.Filter) else filters.read(self.record, filter, actor)
        self.text = text.strip()[:300]
        self.binned = binned
        self.verb = verb
        self.asked = ordering.read(self.record, order, actor)

    def queryset(self) -> QuerySet[Any]:
        """The rows, in no order."""
        model = self.record.model
        rows: QuerySet[Any] = (model.everything if self.binned else model.objects).visible_to(self.actor, self.verb)
        if self.binned:
            rows = rows.filter(model.restorable, binned_at__isnull=False)
        rows = self.filter.apply(rows)
        return rows.filter(search.condition(self.text, self.record.key, self.actor)) if self.text else rows

    def ordered(self) -> QuerySet[Any]:
        """The rows in their order."""
        return self.order.apply(self.queryset())

    @cached_property
    def order(self) -> Order:
        """The order that holds: the record's own where too many rows stand against the one asked for."""
        if self.asked.steady or str(self.asked) == self.record.order or not self.count().capped:
            return self.asked
        return ordering.read(self.record, "", self.actor)

    @property
    def order_note(self) -> str | Promise:
        """Why the list is not sorted as asked; empty if it is."""
        if self.order == self.asked:
            return ""
        return _("More than 10,000 results can only be sorted by another column. Filter first.")

    def page(self, cursor: str = "", limit: int = 50, fields: Sequence[str] | None = None, *, right: str = "") -> Page:
        """One page, from the beginning or where `cursor` points; what the `fields` need is loaded with it.

        With a `right`, such as "change", each row tells as `reached` whether the actor has it there.
        """
        limit = max(1, min(limit, MOST_ROWS))
        place = self._place(cursor) if cursor else None
        backwards = place is not None and place["way"] == "previous"
        beginning = self._beginning(None if fields is None else tuple(fields), right)
        keys = self._few(beginning, place, limit + 1, backwards=backwards) if beginning else None
        if beginning and keys is not None:
            found = {row.pk: row for row in kept_rows.rows_of(beginning, keys=keys)}
            rows = [found[pk] for pk in keys if pk in found]
        elif beginning and place is None:
            rows = self._first(beginning, limit + 1)
        else:
            rows = paging.take(self.order, self.loaded(fields, right), place, limit + 1, backwards=backwards)
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        self._attach(rows, fields)
        has_next, has_previous = (place is not None, more) if backwards else (more, place is not None)
        return Page(rows, self._cursor(rows, -1, has_next, "next"), self._cursor(rows, 0, has_previous, "previous"))

    def batches(self, size: int = MOST_ROWS, fields: Sequence[str] | None = None) -> Iterator[list[Any]]:
        """All rows in their order, a batch at a time; each batch is read when it is asked for."""
        cursor = ""
        while True:
            page = self.page(cursor, size, fields)
            if page.rows:
                yield page.rows
            if not page.next:
                return
            cursor = page.next

    def count(self) -> Count:
        """How many rows, up to 10,000."""
        return self._count

    @cached_property
    def _count(self) -> Count:
        return Count(*db.capped_count(self.queryset(), CAP))

    def sums(self, name: str) -> list[Money]:
        """What a money field adds up to over all rows, one sum for each currency, the largest first."""
        field = self.record.fields_for(self.actor).get(name)
        if field is None or field.kind != "money" or field.many:
            raise FilterError(name, _("No such field to add up."))
        rows, path, currency = self.queryset(), field.path, field.currency
        if field.custom is not None:
            rows = CustomValue.objects.filter(definition=field.custom, record_id__in=rows.values("pk"))
            path, currency = "number", "currency"
        totals = rows.order_by().values_list(currency).annotate(total=Sum(path)).exclude(total=None)
        return sorted((Money(_amount(total), code) for code, total in totals), key=lambda money: -money.amount)

    def _beginning(self, fields: tuple[str, ...] | None, right: str) -> kept_rows.Beginning | None:
        """By what queries of this list are kept; None where somebody looks for words: those rarely come twice."""
        if self.text:
            return None
        filter, day = json.dumps(self.filter.data, sort_keys=True), clock.today(self.actor.time_zone)
        kept = (self.record.key, self.actor, filter, str(self.order), self.binned, self.verb, day)
        return kept_rows.Beginning(*kept, fields, right)

    def _first(self, beginning: kept_rows.Beginning, number: int) -> list[Any]:
        """The first rows: those that have what sorts them, and if they are not enough the others."""
        found = kept_rows.first_rows(beginning, 0, number)
        if self.order.parted and len(found) < number:
            found += kept_rows.first_rows(beginning, 1, number)
        return found[:number]

    def _few(
        self, beginning: kept_rows.Beginning, place: dict[str, Any] | None, number: int, *, backwards: bool
    ) -> list[int] | None:
        """The keys of a page, where few rows pass and the order's index knows nothing of the filter; None elsewhere.

        Where a filter asks for rows of others, walking along that index one might see all of it before one passes.
        """
        if not (self.order.parted and self.filter.reaches):
            return None
        if place is None:
            first = kept_rows.first_beside(beginning, FEW + 1, number) if self.order.beside else []
            if len(first) < number:  # too few to fill the page, or not to be found that way
                first = kept_rows.first_keys(beginning, FEW + 1, number)
            return [pk for pk, _value, _all in first] if not first or first[0][2] <= FEW else None
        found = kept_rows.keys(beginning, FEW + 1)
        known = [(pk, self.order.counted(value)) for pk, value in found]
        return paging.pick(self.order, known, place, number, backwards=backwards) if len(found) <= FEW else None

    def loaded(self, fields: Iterable[str] | None, right: str, rows: QuerySet[Any] | None = None) -> QuerySet[Any]:
        """The rows with the relations that these fields read; reading them then costs no query a row."""
        chosen = self._chosen(fields)
        rows = self.queryset() if rows is None else rows
        joins = dict.fromkeys(join for field in chosen for join in field.joins)
        if self.order.beside:
            joins[self.order.beside] = None
        if joins:
            rows = rows.select_related(*joins).defer(*self._untold(joins))
        return permissions.with_right(rows, self.actor, right, "reached") if right else rows

    def _untold(self, joins: Iterable[str]) -> list[str]:
        """Columns of joined rows, and folded ones of the rows themselves, that no cell reads (`Journaled.brief`)."""
        found = [
            column.name
            for column in self.record.model._meta.concrete_fields
            if isinstance(column, FoldedField) and column.name != self.order.column
        ]
        found.extend(self.record.model.untold(*joins))
        return found

    def _chosen(self, fields: Iterable[str] | None) -> list[Field]:
        known = self.record.fields_for(self.actor)
        names = self.record.all_columns() if fields is None else fields
        return [known[name] for name in names if name in known]

    def _attach(self, rows: list[Any], fields: Iterable[str] | None) -> None:
        chosen = self._chosen(fields)
        children.load(rows, dict.fromkeys(path for field in chosen for path in field.prefetch))
        own = [field for field in chosen if field.custom is not None]
        if own and rows:
            custom.attach(rows, own)
        sighted(rows, self.actor)

    def _cursor(self, rows: list[Any], at: int, exists: bool, way: str) -> str:
        if not exists or not rows:
            return ""
        row = rows[at]
        place = {
            "record": self.record.key,
            "order": str(self.order),
            "key": ordering.packed(self.order.key(row)),
            "id": row.pk,
            "way": way,
        }
        return signing.dumps(place, salt=_SALT, compress=True)

    def _place(self, cursor: str) -> dict[str, Any]:
        try:
            place: dict[str, Any] = signing.loads(cursor, salt=_SALT)
        except signing.BadSignature as error:
            raise FilterError("cursor", _("This list has changed; begin at its first page.")) from error
        if place["record"] != self.record.key or place["order"] != str(self.order):
            raise FilterError("cursor", _("This list has changed; begin at its first page."))
        return place


def _amount(total: Any) -> Any:
    """A sum comes back scaled or as an amount, as the engine's column type has it."""
    return from_scaled(total) if isinstance(total, int) else total
