"""The user-defined fields as every surface knows them: a few dozen, of which each process keeps a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from tendero.kernel.kept import Kept
from tendero.records.fields import Field, Kind
from tendero.records.models.custom import LONGEST_TEXT, FieldDefinition

_PATHS = {Kind.NUMBER: "number", Kind.MONEY: "number", Kind.BOOL: "number", Kind.DATE: "date", Kind.PARTY: "ref_id"}


@dataclass(frozen=True)
class Known:
    """All definitions."""

    fields: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    records: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


def fields_of(record_key: str) -> dict[str, Field]:
    """The user-defined fields of a record type that are in use, by name (``custom.<key>``), in their order."""
    return dict(known().fields.get(record_key, {}))


def record_of(definition: int) -> str:
    """The record key a definition belongs to, archived ones included. KeyError if there is none."""
    return known().records[definition]


def name_of(definition: int) -> str:
    """The field name of a definition, archived ones included; "" if there is none."""
    return known().names.get(definition, "")


def _load() -> Known:
    fields: dict[str, dict[str, Field]] = {}
    records: dict[int, str] = {}
    names: dict[int, str] = {}
    for row in FieldDefinition.everything.order_by("record", "position", "id"):
        records[row.pk], names[row.pk] = row.record, row.field_name
        if row.archived_at is None and row.binned_at is None:
            fields.setdefault(row.record, {})[row.field_name] = as_field(row)
    return Known(fields, records, names)


known = Kept(FieldDefinition.kept, _load)


def as_field(row: FieldDefinition) -> Field:
    """The `Field` of one definition. `path` is the column of `CustomValue` that holds it."""
    from tendero.records.custom import reading  # which reads what this module knows

    kind = Kind(row.kind)
    pairs = [(str(value), str(label)) for value, label in row.choices]
    path = _PATHS.get(kind, "text")
    return Field(
        name=row.field_name,
        label=row.label,
        kind=kind,
        path=path,
        many=kind is Kind.CHOICES,
        folded="text_folded" if path == "text" and kind not in (Kind.CHOICE, Kind.CHOICES) else "",
        sort="" if kind is Kind.CHOICES else "text_sort" if path == "text" else path,
        choices=(lambda: pairs) if kind in (Kind.CHOICE, Kind.CHOICES) else None,
        target="directory.Party" if kind is Kind.PARTY else "",
        currency="currency" if kind is Kind.MONEY else "",
        required=row.required,
        help=row.help,
        max_length=LONGEST_TEXT if kind in (Kind.TEXT, Kind.URL) else None,
        custom=row.pk,
        read=partial(reading.value, row.pk, kind),
    )
