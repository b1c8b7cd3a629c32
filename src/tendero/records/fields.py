"""What a record's field is: one description, from which every surface derives its part."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.fields import FoldedField, SortKeyField
from tendero.kernel.money import AmountField

Text = str | Promise
Choices = Callable[[], Sequence[tuple[str, Text]]]


class Kind(StrEnum):
    """The types of the filter language, of forms and of the API."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    ELAPSED = "elapsed"
    BIRTHDAY = "birthday"
    CHOICE = "choice"
    CHOICES = "choices"
    BOOL = "bool"
    URL = "url"
    EMAIL = "email"
    PHONE = "phone"
    USER = "user"
    PARTY = "party"
    RECORD = "record"
    LIST = "list"


RELATIONS = frozenset({Kind.USER, Kind.PARTY, Kind.RECORD})


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a record type.

    `path` is the ORM path from the record's model, `beside` more columns of its row that make the value; `many` says
    that it crosses to several rows ("any of them"). `folded` is the column that text filters compare, `sort` the NOT
    NULL column lists sort by (one of a row beside, such as ``pulse__next_task_on``, may be empty: who has none comes
    last); a `sort` without `indexed` works below 10 000 rows only. `target` is the record key
    behind a relation. `custom` is the key of the user-defined field's definition. `read` gives the value of an object
    for display, API and export; `template` or `draw(row, value, actor)` draws its cell, the quicker way for a list;
    `joins` and `prefetch` are what the list must load with the rows so that reading costs no query.
    One that is never `blank` always holds a value; what is `fixed` is said when the record is made, and stays. `whole`
    numbers have no decimals; `seek_only` is for filters alone, shown nowhere; `validators` raise ValidationError, as
    Django's do. A group that repeats (`Kind.LIST`: e-mails with a label) describes one of its rows in `item`; its value
    is a list of dicts, one a row. A part of it that is `hidden_with` another field of the record is there for whoever
    may know of that one; forms do not ask for a part that is `unasked`. `only_if=("kind", "person")`: forms show it
    only while the choice `kind` of the same record says so. `travels`: how files carry it where that is more than
    screens show; a field of the same name. `needs` names fields of other records, `(record, field)`, of which this one
    tells: it is hidden with any of them, and from whoever sees nothing of that record. `Kind.ELAPSED` counts the days
    that have gone by since the date at `path` (which `read` gives too): 41 for one of 41 days ago, nothing for today or
    later. It is asked and sorted by that date, so nothing has to be written when a day passes.
    """

    name: str
    label: Text
    kind: Kind
    path: str = ""
    beside: tuple[str, ...] = ()
    many: bool = False
    folded: str = ""
    sort: str = ""
    indexed: bool = False
    choices: Choices | None = None
    target: str = ""
    currency: str = ""
    editable: bool = True
    required: bool = False
    blank: bool = True
    filterable: bool = True
    help: Text = ""
    max_length: int | None = None
    custom: int | None = None
    read: Callable[[Any], Any] | None = None
    template: str = ""
    draw: Callable[[Any, Any, Actor], SafeString] | None = None
    joins: tuple[str, ...] = ()
    prefetch: tuple[Any, ...] = ()
    width: int = 0
    whole: bool = False
    seek_only: bool = False
    validators: tuple[Callable[[Any], Any], ...] = ()
    item: tuple["Field", ...] = ()
    hidden_with: str = ""
    unasked: bool = False
    fixed: bool = False
    only_if: tuple[str, str] | None = None
    travels: "Field | None" = None
    needs: tuple[tuple[str, str], ...] = ()

    @property
    def is_relation(self) -> bool:
        """Whether its value is another record or a person."""
        return self.kind in RELATIONS

    def value(self, row: Any) -> Any:
        """The value of this field on `row`, as Python holds it; relations give the related object."""
        value = self._at_path(row) if self.read is None else self.read(row)
        return days_since(value) if self.kind is Kind.ELAPSED else value

    def _at_path(self, row: Any) -> Any:
        value: Any = row
        for part in self.path.split("__"):
            if value is None:
                return None
            value = getattr(value, part)
        return value

    def choice_label(self, value: Any) -> str:
        """The label of a choice's stored value; the value itself when it is no longer offered."""
        labels: Mapping[str, Text] = dict(self.choices()) if self.choices else {}
        return str(labels.get(str(value), value))

    def without(self, names: Container[str]) -> "Field":
        """The same group without the parts that are hidden with these fields; any other field as it is."""
        if not any(part.hidden_with in names for part in self.item if part.hidden_with):
            return self
        return self.but(item=tuple(p for p in self.item if not p.hidden_with or p.hidden_with not in names))

    def but(self, **changes: Any) -> "Field":
        """The same field with something said differently."""
        return replace(self, **changes)


def days_since(day: date | None) -> int | None:
    """How many days `day` is behind today (in the active time zone); None where it is not."""
    days = 0 if day is None else (clock.today() - day).days
    return days if days > 0 else None


_KINDS: list[tuple[type[models.Field[Any, Any]], Kind]] = [
    (AmountField, Kind.MONEY),
    (models.BooleanField, Kind.BOOL),
    (models.DateTimeField, Kind.DATETIME),
    (models.DateField, Kind.DATE),
    (models.EmailField, Kind.EMAIL),
    (models.URLField, Kind.URL),
    (models.TextField, Kind.LONG_TEXT),
    (models.CharField, Kind.TEXT),
    (models.IntegerField, Kind.NUMBER),
    (models.DecimalField, Kind.NUMBER),
    (models.FloatField, Kind.NUMBER),
]


def from_model(model: type[models.Model], name: str) -> Field:
    """Describe a column of `model`; label, choices, length and need come from the column itself."""
    column: Any = model._meta.get_field(name)
    described = Field(
        name=name,
        label=column.verbose_name,
        kind=_kind(column),
        path=name,
        folded=_companion(model, name, "folded", FoldedField),
        sort=_sort_column(model, column),
        indexed=_sort_column(model, column) in _indexed_first(model),
        target=_target(column),
        currency="currency" if isinstance(column, AmountField) and _has(model, "currency") else "",
        editable=column.editable,
        required=not column.blank and not column.has_default(),
        blank=column.blank,
        help=column.help_text,
        max_length=getattr(column, "max_length", None),
        joins=(name,) if column.is_relation else (),
        whole=isinstance(column, models.IntegerField) and not isinstance(column, AmountField),
        validators=() if isinstance(column, AmountField) else tuple(_validators(column)),
    )
    if column.choices:
        pairs = [(str(value), label) for value, label in column.flatchoices]
        return described.but(kind=Kind.CHOICE, choices=lambda: pairs, validators=())
    return described


def _validators(column: Any) -> list[Callable[[Any], Any]]:
    """The column's validators but that of its length, which `max_length` tells already."""
    return [one for one in column.validators if not isinstance(one, MaxLengthValidator)]


def _kind(column: Any) -> Kind:
    if column.is_relation:
        target = _target(column)
        if target == "identity.User":
            return Kind.USER
        return Kind.PARTY if target == "directory.Party" else Kind.RECORD
    for kind_of_column, kind in _KINDS:
        if isinstance(column, kind_of_column):
            return kind
    raise TypeError(f"no field kind for {column!r}; describe it with a Field of its own")


def _target(column: Any) -> str:
    if not column.is_relation:
        return ""
    related = column.related_model
    return getattr(related, "record_key", "") or f"{related._meta.app_label}.{related.__name__}"


def _has(model: type[models.Model], name: str) -> bool:
    return any(column.name == name for column in model._meta.concrete_fields)


def _companion(model: type[models.Model], name: str, suffix: str, of: type[Any]) -> str:
    found = f"{name}_{suffix}"
    return found if _has(model, found) and isinstance(model._meta.get_field(found), of) else ""


def _sort_column(model: type[models.Model], column: Any) -> str:
    key = _companion(model, column.name, "sort", SortKeyField)
    if key or column.is_relation or column.null:
        return key
    return "" if isinstance(column, models.TextField) else str(column.name)


def _indexed_first(model: type[models.Model]) -> set[str]:
    """Columns that lead an index whose second column is the key: those lists of any length may sort by."""
    return {
        index.fields[0].lstrip("-")
        for index in model._meta.indexes
        if len(index.fields) == 2 and index.fields[1].lstrip("-") == "id" and not index.condition
    }


@dataclass(frozen=True, kw_only=True)
class Related:
    """Rows of another record that point to this one: for counts and sums in filters, and panels.

    `path` is the foreign key on `record`'s model that points here.
    """

    name: str
    label: Text
    record: str
    path: str
    sums: tuple[str, ...] = field(default_factory=tuple)
