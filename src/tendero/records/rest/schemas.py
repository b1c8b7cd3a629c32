"""JSON Schemas (2020-12) of records, derived from their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tendero.kernel import refs
from tendero.records import registry
from tendero.records.fields import RELATIONS, Field, Kind
from tendero.records.parameters import Parameter
from tendero.records.rest import output
from tendero.records.values.checking import LONGEST_PROSE, MOST_ITEMS

Schema = dict[str, Any]
Record = registry.RecordType[Any]

REF: Final[Schema] = {"type": "string", "pattern": f"^[{refs.ALPHABET}]{{{refs.LENGTH}}}$"}
MONEY: Final[Schema] = {"$ref": "#/components/schemas/Money"}
SHARED: Final[dict[str, Schema]] = {
    "Money": {
        "type": "object",
        "description": "An exact amount in one currency (ISO 4217). Currencies are never added together.",
        "required": ["amount", "currency"],
        "additionalProperties": False,
        "properties": {
            "amount": {"type": "string", "pattern": r"^-?\d{1,14}(\.\d{1,4})?$", "examples": ["12.30"]},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"]},
        },
    },
    "Problem": {
        "type": "object",
        "description": "RFC 9457. `errors` names each field that is wrong, why, and how to mend it.",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "message", "cure"],
                    "properties": {name: {"type": "string"} for name in ("field", "message", "cure")},
                },
            },
        },
    },
}
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_PLAIN: Final[Mapping[Kind, Schema]] = {
    Kind.NUMBER: {"type": "number"},
    Kind.ELAPSED: {"type": "integer", "minimum": 1},
    Kind.MONEY: MONEY,
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATETIME: _MOMENT,
    Kind.BIRTHDAY: {"type": "string", "pattern": r"^(\d{4}|-)-\d{2}-\d{2}$", "examples": ["1984-03-12", "--03-12"]},
    Kind.BOOL: {"type": "boolean"},
}


def of_field(field: Field, *, reading: bool) -> Schema:
    """What a field holds, or takes; anything but a list may be null unless it must be written."""
    if field.kind is Kind.LIST:
        found = _array(of_group(field, reading=reading))
    elif field.many or field.kind is Kind.CHOICES:
        found = _array(_single(field, reading))
    else:
        found = _single(field, reading)
    if "type" in found and found["type"] == "array":
        return _told(found if reading else _nullable(found), field)
    return _told(found if field.required and not reading else _nullable(found), field)


def of_group(field: Field, *, reading: bool) -> Schema:
    """One row of a repeated group."""
    parts = {part.name: of_field(part, reading=reading) for part in field.item}
    found: Schema = {"type": "object", "properties": parts, "additionalProperties": False}
    needed = [part.name for part in field.item if part.required]
    return found | ({"required": needed} if needed and not reading else {})


def _single(field: Field, reading: bool) -> Schema:
    if field.kind in RELATIONS:
        return {"anyOf": [REF, {"type": "object"}]} if reading else dict(REF)
    if field.choices is not None and (field.target == "" and field.custom is None):
        return {"type": "string"} if reading else {"enum": [str(value) for value, _label in field.choices()]}
    if field.kind is Kind.NUMBER and field.whole:
        return {"type": "integer"}
    plain = _PLAIN.get(field.kind)
    if plain is not None:
        return dict(plain)
    longest = field.max_length or LONGEST_PROSE
    return {"type": "string"} if reading else {"type": "string", "maxLength": longest}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items, "maxItems": MOST_ITEMS}


def _nullable(schema: Schema) -> Schema:
    if "type" in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _told(schema: Schema, field: Field) -> Schema:
    told = str(field.help) or str(field.label)
    return schema | {"description": told} if told else schema


def of_record(record: Record) -> dict[str, Schema]:
    """The components of one kind of record: as it is read, made, changed and listed."""
    name = component(record)
    fields = plain_fields(record)
    written = {key: of_field(field, reading=False) for key, field in fields.items() if key in output.writable(fields)}
    needed = [key for key in written if fields[key].required]
    custom: Schema = {
        "type": "object",
        "description": "The company's own fields by key: text, numbers, {amount, currency}, dates, lists of choices.",
    }
    change = {"type": "object", "additionalProperties": False, "properties": written | {"custom": custom}}
    new = change | {"properties": written | _whose(record, written) | {"custom": custom}}
    return {
        name: _read(record, fields, custom),
        f"{name}New": new | ({"required": needed} if needed else {}),
        f"{name}Change": change,
        f"{name}Page": _page(name),
    }


def _whose(record: Record, written: Mapping[str, Schema]) -> dict[str, Schema]:
    """The field that says whose a new record is: without it, its maker's."""
    owner = record.model.owner_field
    if owner not in written:
        return {}
    told = f"{written[owner].get('description', '')}; whoever sends the request if left out."
    return {owner: written[owner] | {"description": told.lstrip("; ")}}


def _read(record: Record, fields: Mapping[str, Field], custom: Schema) -> Schema:
    always: dict[str, Schema] = {
        "id": REF | {"description": "Public reference, the only id outside."},
        "version": {"type": "integer", "minimum": 1, "description": "Counts changes; the entity tag."},
        "created": dict(_MOMENT),
        "changed": dict(_MOMENT),
    }
    own = {key: of_field(field, reading=True) for key, field in fields.items() if key not in always}
    return {
        "type": "object",
        "description": str(record.labels.one),
        "required": list(always),
        "additionalProperties": False,
        "properties": always | own | {"custom": custom},
    }


def _page(name: str) -> Schema:
    return {
        "type": "object",
        "required": ["items", "next", "count"],
        "additionalProperties": False,
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            "next": {"type": ["string", "null"], "description": "Cursor of the next page; null on the last."},
            "count": {"type": ["integer", "null"], "description": "Rows in all; null when more than 10,000."},
        },
    }


def of_parameters(known: Mapping[str, Parameter]) -> Schema:
    """The body of an action."""
    parts = {name: of_field(parameter.field, reading=False) for name, parameter in known.items()}
    needed = [name for name, parameter in known.items() if parameter.needed]
    found: Schema = {"type": "object", "properties": parts, "additionalProperties": False}
    return found | ({"required": needed} if needed else {})


def component(record: Record) -> str:
    """The name of its schema: the model's."""
    return str(record.model.__name__)


def plain_fields(record: Record) -> dict[str, Field]:
    """Its declared fields as the API has them: user-defined ones differ from company to company."""
    return output.without_currencies(record.own_fields)
