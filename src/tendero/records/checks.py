"""Start-up checks of declarations: a name that leads nowhere is found before anybody clicks on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from tendero.kernel import journal
from tendero.kernel.models import RecordModel
from tendero.records import parameters, registry
from tendero.records.fields import Field, Kind

Record = registry.RecordType[Any]


def declarations(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """One error for each thing a declaration says that is not so."""
    return [
        Error(f"{record.key}: {problem}", id="records.E001")
        for record in registry.every()
        for problem in faults(record)
    ]


def faults(record: Record) -> Iterator[str]:
    """What is wrong with one declaration, in words for its author."""
    if not (isinstance(record.model, type) and issubclass(record.model, RecordModel)):
        yield "its model is no RecordModel"
        return
    fields = record.own_fields
    for place, names in _named(record):
        for name in names:
            if name not in fields:
                yield f"{place} names {name!r}, which is no field"
    for field in fields.values():
        yield from _field_faults(record, field)
    order = record.order.removeprefix("-")
    if order not in fields and not _leads(record.model, order):
        yield f"order {record.order!r} is neither field nor column"
    yield from _related_faults(record)
    yield from _action_faults(record)


def _named(record: Record) -> Iterator[tuple[str, Iterable[str]]]:
    yield "list_columns", record.all_columns()
    yield "quick_fields", record.quick_fields
    for section in record.sections:
        yield f"section {section.label!s}", section.fields
    for preset in record.all_presets():
        yield f"preset {preset.key}", preset.columns
    if record.title_field:
        yield "title_field", [record.title_field]
    if record.adds_up:
        yield "adds_up", [record.adds_up]
    yield "children", record.children.values()
    yield "hidden_with", [p.hidden_with for f in record.own_fields.values() for p in f.item if p.hidden_with]
    yield "only_if", [field.only_if[0] for field in record.own_fields.values() if field.only_if]
    if record.board is not None:
        yield "board", [name for name in (record.board.by, record.board.total) if name]


def _field_faults(record: Record, field: Field) -> Iterator[str]:
    if not field.path and field.read is None:
        yield f"{field.name}: it has neither a path nor a way to be read"
    for what, path in (("path", field.path), ("folded", field.folded), ("sort", field.sort)):
        needed = what != "path" or field.read is None or field.filterable
        if path and needed and field.kind is not Kind.LIST and not _leads(record.model, path):
            yield f"{field.name}: {what} {path!r} leads nowhere"
    for join in field.joins:
        if not _leads(record.model, join):
            yield f"{field.name}: join {join!r} leads nowhere"
    if field.kind is Kind.LIST and not field.item:
        yield f"{field.name}: a group without fields"
    for one in (field, *field.item):
        if one.is_relation and not _is_target(one.target):
            yield f"{one.name}: target {one.target!r} is nothing"
        if one.kind in (Kind.CHOICE, Kind.CHOICES) and one.choices is None:
            yield f"{one.name}: a choice without options"


def _is_target(key: str) -> bool:
    return key == "identity.User" or key in journal.models_by_key()


def _leads(model: type[models.Model], path: str) -> bool:
    """Whether an ORM path exists on the model."""
    at: Any = model
    for part in path.split("__"):
        if part == "pk":
            continue
        try:
            column: Any = at._meta.get_field(part)
        except (FieldDoesNotExist, AttributeError):
            return False
        at = column.related_model if column.is_relation else None
    return True


def _related_faults(record: Record) -> Iterator[str]:
    for related in record.all_related().values():
        other = next((one for one in registry.every() if one.key == related.record), None)
        if other is None:
            yield f"related {related.name}: there is no record {related.record!r}"
        elif not _leads(other.model, related.path):
            yield f"related {related.name}: {related.record} has no {related.path!r}"
        else:
            missing = [name for name in related.sums if name not in other.own_fields]
            yield from (f"related {related.name}: {related.record} has no field {name!r}" for name in missing)


def _action_faults(record: Record) -> Iterator[str]:
    for info in record.actions():
        try:
            parameters.parameters(info)
        except (TypeError, NameError) as error:
            yield str(error)
