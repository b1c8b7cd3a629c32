"""What the filter builder offers, as plain data."""

from __future__ import annotations

from typing import Any, Final

from django.urls import NoReverseMatch, reverse

from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.fields import Field
from tendero.records.filters import operators as ops
from tendero.records.filters import reaching, verbs
from tendero.records.filters.shapes import KnownRelation, KnownShape, is_record
from tendero.records.registry import RecordType

SHORT_LIST: Final = 200
_MANY: Final = frozenset({"in", "not_in"})


def menu(record: RecordType[Any] | str, actor: Actor) -> dict[str, Any]:
    """Fields, operators, options, periods and related sets that this actor may build a filter of.

    ``{"fields": [{"name", "label", "kind", "operators": [{"op", "label", "takes"}], "options", "suggest", "currency",
    "through"}], "related": [{"name", "label", "fields", "sums"}], "periods": [{"value", "label"}]}``. `takes` is how
    many values an operator wants: none, one, two or many. `options` are pairs of value and label (people, short lists,
    choices); where they are too many, `suggest` is the address that finds them. `through` are the fields behind a
    relation, named by their path.
    """
    shape = KnownShape(record if isinstance(record, str) else record.key, actor)
    return {
        "fields": _fields(shape),
        "related": [_related(relation) for relation in shape.relations.values()],
        "periods": [{"value": name, "label": str(label)} for name, label in verbs.NAMED.items()],
    }


def _fields(shape: KnownShape, *, deeper: bool = True) -> list[dict[str, Any]]:
    known = [field for field in shape.fields.values() if field.kind in ops.OPERATORS]
    return [_field(field, shape, deeper=deeper) for field in known]


def _field(field: Field, shape: KnownShape, *, deeper: bool) -> dict[str, Any]:
    link = shape.link(field.name) if deeper else None
    return {
        "name": field.name,
        "label": str(field.label),
        "kind": str(field.kind),
        "operators": [
            {"op": op, "label": str(verbs.label(field.kind, op)), "takes": _takes(op)}
            for op in ops.OPERATORS[field.kind]
        ],
        "options": _options(field, shape.actor),
        "suggest": _suggest(field),
        "currency": bool(field.currency) or (field.kind == "money" and field.custom is not None),
        "through": [_behind(field, inner) for inner in _fields(link.shape, deeper=False)] if link else [],
    }


def _behind(field: Field, inner: dict[str, Any]) -> dict[str, Any]:
    return {**inner, "name": f"{field.name}.{inner['name']}", "label": f"{field.label} › {inner['label']}"}


def _takes(op: str) -> str:
    if op in ops.WITHOUT_VALUE:
        return "none"
    return "two" if op == "between" else "many" if op in _MANY else "one"


def _options(field: Field, actor: Actor) -> list[tuple[str, str]]:
    if field.choices is not None:
        return [(str(value), str(label)) for value, label in field.choices()]
    if not field.is_relation or not field.target or _suggest(field):
        return []
    return [(row.ref, str(row)) for row in reaching.living(field.target, actor)[:SHORT_LIST]]


def _suggest(field: Field) -> str:
    """Records with a menu entry of their own are too many to list."""
    if not field.is_relation or not is_record(field.target) or not registry.get(field.target).in_menu:
        return ""
    try:
        return f"{reverse('records:search')}?record={registry.get(field.target).slug}"
    except NoReverseMatch:
        return ""


def _related(relation: KnownRelation) -> dict[str, Any]:
    fields = _fields(relation.shape, deeper=False)
    summable = [
        f for f in relation.shape.fields.values() if f.kind in ("number", "money") and not f.many and not f.custom
    ]
    return {
        "name": relation.name,
        "label": str(relation.label),
        "fields": fields,
        "sums": [(f"sum:{field.name}", str(field.label)) for field in summable],
    }
