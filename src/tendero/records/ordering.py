"""By what a list is sorted: a column of its own with an index, or, for short results, any other field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.db.expressions import AsciiLower, Bytewise
from tendero.records.fields import Field, Kind
from tendero.records.filters.errors import FilterError
from tendero.records.filters.reaching import custom_column, key_column, living, stored_at
from tendero.records.registry import RecordType
from tendero.records.sight import is_narrow

KEY: Final = "sorted_by"
_TITLES: Final = ("position", "name_sort", "name")
_TEXTS: Final = (models.CharField, models.TextField)
_ENDS: Final[list[tuple[Any, Any, Any]]] = [
    (models.DateTimeField, datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)),
    (models.DateField, date.min, date.max),
    (models.TimeField, time.min, time.max),
    (models.BooleanField, False, True),
    (models.IntegerField, -(2**62), 2**62),
    (models.FloatField, float("-inf"), float("inf")),
    (_TEXTS, "", "\uffff"),
]


@dataclass(frozen=True)
class Order:
    """``-amount``: the field, which way, the column or expression that sorts; `steady` where an index carries it.

    A column of a row beside (``rhythm__last_on``) may be empty: who has none comes last, whichever way one looks.
    Days gone by (`Kind.ELAPSED`) are sorted by their date, turned: of dates, those `before` this day count alone.
    """

    name: str
    descending: bool
    column: str
    expression: Combinable | None
    steady: bool
    before: date | None = None

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    @property
    def beside(self) -> str:
        """The relation to the row that holds the column; "" for one of the rows themselves."""
        return self.column.rpartition("__")[0]

    @property
    def falling(self) -> bool:
        """Whether the column falls: the more days have gone by, the smaller the date."""
        return self.descending != (self.before is not None)

    @property
    def parted(self) -> bool:
        """Whether rows may lack what sorts them."""
        return bool(self.beside) or self.before is not None

    @property
    def having(self) -> Q:
        """The rows that have something to be sorted by, of an order that is `parted`."""
        return Q(**({f"{self.column}__isnull": False} if self.before is None else {f"{self.column}__lt": self.before}))

    @property
    def lacking(self) -> Q:
        """All the others."""
        none = Q(**{f"{self.column}__isnull": True})
        return none if self.before is None else none | Q(**{f"{self.column}__gte": self.before})

    def apply(self, rows: models.QuerySet[Any], *, backwards: bool = False) -> models.QuerySet[Any]:
        """The rows in this order (or its reverse), the primary key settling ties."""
        sign = "-" if self.falling != backwards else ""
        if not self.parted:
            return self.prepared(rows).order_by(f"{sign}{self.column}", f"{sign}pk")
        sorts: Any = F(self.column) if self.before is None else Case(When(self.having, then=F(self.column)))
        way = sorts.desc if sign else sorts.asc
        return rows.order_by(way(**{"nulls_first" if backwards else "nulls_last": True}), f"{sign}pk")

    def prepared(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows with the expression to sort by beside them, where there is one."""
        return rows if self.expression is None else rows.annotate(**{KEY: self.expression})

    def key(self, row: Any) -> Any:
        """What the row is sorted by."""
        value = row
        for part in self.column.split("__"):
            value = getattr(value, part, None)
        return self.counted(value)

    def counted(self, value: Any) -> Any:
        """What the column holds, as far as it counts here; None where it does not."""
        return None if self.before is not None and value is not None and value >= self.before else value


def read(record: RecordType[Any], asked: str, actor: Actor) -> Order:
    """The order asked for, or the record's own. FilterError for a field he does not know or that cannot sort."""
    asked = asked or record.order
    name = asked.removeprefix("-")
    field = record.fields_for(actor).get(name)
    if field is None and asked == record.order:
        return Order("id", False, "id", None, True)
    if field is None or not is_sortable(record.model, field):
        raise FilterError("order", _("The list cannot be sorted by that."))
    descending = asked.startswith("-")
    if field.sort and field.custom is None:
        before = clock.today(actor.time_zone) if field.kind is Kind.ELAPSED else None
        return Order(name, descending, field.sort, None, field.indexed, before)
    return Order(name, descending, KEY, _expression(record.model, field, descending, actor), False)


def is_sortable(model: type[Any], field: Field) -> bool:
    """Whether a list of `model` may be sorted by the field at all."""
    if field.sort:
        return True
    if field.many or field.kind in ("choices", "list", "elapsed"):
        return False
    return field.custom is not None or bool(field.path and _sorted_at(model, field))


def _sorted_at(model: type[Any], field: Field) -> tuple[str, Any] | None:
    """The path to what a field without a column to sort by is sorted by, and what is stored there, if anything is."""
    path = field.folded or field.path
    try:
        stored = stored_at(model, path)
    except FieldDoesNotExist:  # its rows tell it, no column holds it
        return None
    if not stored.is_relation:
        return path, stored
    title = next((name for name in _TITLES if _has(stored.related_model, name)), "")
    return (f"{path}__{title}", stored.related_model._meta.get_field(title)) if title else None


def _expression(model: type[Any], field: Field, descending: bool, actor: Actor) -> Combinable:
    """The field's value, those without one at the end whichever way one looks: what is out of sight sorts nothing."""
    if field.custom is not None:
        return _custom(field, descending, actor)
    found = _sorted_at(model, field)
    assert found is not None  # `is_sortable` has looked
    path, stored = found
    plain: Any = F(path)
    if field.is_relation and is_narrow(field.target, actor):
        seen = living(field.target, actor).filter(pk=OuterRef(key_column(field.path)))
        plain = Case(When(Exists(seen), then=plain))
    return _filled(plain, stored, descending)


def _custom(field: Field, descending: bool, actor: Actor) -> Combinable:
    rows, column = custom_column(field)
    if field.is_relation:
        title = stored_at(_party(), "name_sort")
        names = _party().objects.visible_to(actor).filter(pk=OuterRef("ref_id")).values("name_sort")
        return _filled(Subquery(rows.values(named=Subquery(names))[:1]), title, descending)
    path = "text_sort" if column.path == "text" else column.path
    return _filled(Subquery(rows.values(path)[:1]), stored_at(rows.model, path), descending)


def _party() -> Any:
    from tendero.records.filters.shapes import model_of

    return model_of("directory.Party")


def _filled(expression: Any, stored: Any, descending: bool) -> Combinable:
    low, high = next((low, high) for kinds, low, high in _ENDS if isinstance(stored, kinds))
    last = low if descending else high
    if isinstance(stored, _TEXTS):
        lowered = Coalesce(AsciiLower(expression), Value(last), output_field=models.CharField())
        return Bytewise(lowered)
    if isinstance(stored, models.IntegerField):
        return Coalesce(expression, Value(last, models.BigIntegerField()), output_field=models.BigIntegerField())
    return Coalesce(expression, Value(last, stored.__class__()), output_field=stored.__class__())


def _has(model: Any, name: str) -> bool:
    return any(column.name == name for column in model._meta.concrete_fields)


def packed(value: Any) -> Any:
    """A key as JSON; `unpacked` gives it back."""
    if isinstance(value, datetime):
        return ["moment", value.isoformat()]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, time):
        return ["hour", value.isoformat()]
    return ["number", str(value)] if isinstance(value, Decimal) else value


def unpacked(value: Any) -> Any:
    """A key from its JSON."""
    if not isinstance(value, list):
        return value
    readers: dict[str, Any] = {
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
        "hour": time.fromisoformat,
        "number": Decimal,
    }
    return readers[value[0]](value[1])
