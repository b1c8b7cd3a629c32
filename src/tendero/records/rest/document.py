"""The OpenAPI 3.1 document of the API: `docs/openapi.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from django.utils import translation

from tendero.kernel.changes import ActionInfo
from tendero.records import parameters, registry
from tendero.records.rest import readings, schemas
from tendero.records.rest.api import api, verb

Schema = dict[str, Any]
Record = registry.RecordType[Any]

_REF_PATH: Final[Schema] = {"name": "ref", "in": "path", "required": True, "schema": schemas.REF}
_IF_MATCH: Final[Schema] = {
    "name": "If-Match",
    "in": "header",
    "description": "The entity tag you read; 412 if it is another one by now.",
    "schema": {"type": "string", "pattern": r'^("\d{1,9}"|\*)$'},
}
_ONCE: Final[Schema] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Repeat a request under the same key and it is done once; kept for a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9_.:-]+$"},
}
_FIELDS: Final[Schema] = {
    "name": "fields",
    "in": "query",
    "description": "Only these fields, separated by commas.",
    "schema": {"type": "string"},
}
_EXPAND: Final[Schema] = {
    "name": "expand",
    "in": "query",
    "description": "Relations to give whole instead of by id, separated by commas.",
    "schema": {"type": "string"},
}
_LIST: Final[list[Schema]] = [
    {"name": "q", "in": "query", "description": "Words to find.", "schema": {"type": "string", "maxLength": 200}},
    {
        "name": "filter",
        "in": "query",
        "description": "A filter as JSON; docs/rules/filters.md tells the language.",
        "schema": {"type": "string"},
    },
    {
        "name": "order",
        "in": "query",
        "description": "A field to order by, with - in front for the reverse.",
        "schema": {"type": "string"},
    },
    {"name": "cursor", "in": "query", "description": "`next` of the page before.", "schema": {"type": "string"}},
    {
        "name": "limit",
        "in": "query",
        "description": "Rows a page.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    },
    _FIELDS,
    _EXPAND,
]
_PROBLEMS: Final[dict[str, str]] = {
    "400": "It cannot be read: unknown names, bad JSON, a bad filter.",
    "401": "No token that is in force.",
    "403": "The profile may not do that.",
    "404": "It does not exist, or not for you.",
    "409": "It cannot be done as things stand.",
    "412": "Changed since you read it.",
    "413": "More than one megabyte.",
    "415": "Not JSON.",
    "422": "Values that do not fit.",
    "429": "Too many requests; Retry-After says when to come back.",
    "503": "The database is busy; nothing was changed.",
}
_READING: Final = ("400", "401", "403", "404", "429", "503")
_WRITING: Final = tuple(_PROBLEMS)


def document() -> Schema:
    """The whole document, in English, the same on every machine."""
    with translation.override("en"):
        found: Schema = json.loads(json.dumps(api().get_openapi_schema(path_prefix="/api/v1/"), default=str))
        found["info"]["description"] = "Records of Tendero. docs/rules/api.md tells it with examples."
        found["servers"] = [{"url": "/"}]
        own = dict(_operations())
        for path, methods in found["paths"].items():
            for method, given in methods.items():
                methods[method] = {"operationId": given["operationId"], "tags": given["tags"]} | own[path, method]
        found["components"] = {
            "schemas": schemas.SHARED
            | {k: v for record in registry.every() for k, v in schemas.of_record(record).items()},
            "responses": _problems(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        }
        found["security"] = [{"token": []}]
        return found


def text() -> str:
    """The document as it lies in `docs/openapi.json`."""
    return json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _operations() -> Iterator[tuple[tuple[str, str], Schema]]:
    for record in registry.every():
        name, base = schemas.component(record), f"/api/v1/{record.slug}"
        one = f"{base}/{{ref}}"
        many = str(record.labels.many)
        yield (base, "get"), _reading(f"List: {many}", _LIST, f"{name}Page")
        yield (base, "post"), _writing(f"Make: {record.labels.one}", name, "201", [_ONCE], f"{name}New")
        yield (one, "get"), _reading(f"Read: {record.labels.one}", [_REF_PATH, _FIELDS, _EXPAND], name)
        yield (
            (one, "patch"),
            _writing(f"Change: {record.labels.one}", name, "200", [_REF_PATH, _IF_MATCH, _ONCE], f"{name}Change"),
        )
        yield (one, "delete"), _binning(f"Move to the bin: {record.labels.one}")
        yield (f"{one}/restore", "post"), _writing(f"Restore: {record.labels.one}", name, "200", [_REF_PATH, _ONCE], "")
        for (path, method), reading in readings.of(record.key).items():
            yield (f"{base}/{path}", method.lower()), _figures(path, reading)
        for info in record.actions():
            yield (f"{one}/{verb(info)}", "post"), _action(info, name)


def _reading(summary: str, asked: list[Schema], answer: str) -> Schema:
    return {"summary": summary, "parameters": asked, "responses": _responses("200", answer, _READING)}


def _figures(path: str, reading: readings.Reading) -> Schema:
    writes = reading.method != "GET"
    asked = [*([_REF_PATH] if "{ref}" in path else []), *([_ONCE] if writes else []), *map(dict, reading.parameters)]
    found: Schema = {"summary": reading.summary, "parameters": asked}
    found["responses"] = _responses(reading.status, "", _WRITING if writes else _READING)
    if reading.status != "204":
        found["responses"][reading.status]["content"] = {"application/json": {"schema": dict(reading.answer)}}
    if reading.body is not None:
        found["requestBody"] = {"required": True, "content": {reading.media: {"schema": dict(reading.body)}}}
    return found


def _writing(summary: str, answer: str, status: str, asked: list[Schema], body: str) -> Schema:
    found: Schema = {"summary": summary, "parameters": asked, "responses": _responses(status, answer, _WRITING)}
    if body:
        found["requestBody"] = _body({"$ref": f"#/components/schemas/{body}"})
    return found


def _binning(summary: str) -> Schema:
    responses = _responses("204", "", _WRITING)
    return {"summary": summary, "parameters": [_REF_PATH, _IF_MATCH, _ONCE], "responses": responses}


def _action(info: ActionInfo, answer: str) -> Schema:
    known = parameters.parameters(info)
    found = _writing(str(info.label), answer, "200", [_REF_PATH, _IF_MATCH, _ONCE], "")
    if known:
        needed = any(parameter.needed for parameter in known.values())
        found["requestBody"] = _body(schemas.of_parameters(known), required=needed)
    return found


def _body(schema: Schema, *, required: bool = True) -> Schema:
    return {"required": required, "content": {"application/json": {"schema": schema}}}


def _responses(status: str, answer: str, problems: tuple[str, ...]) -> Schema:
    good: Schema = {"description": "Done."}
    if answer:
        good["content"] = {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    found = {status: good}
    return found | {code: {"$ref": f"#/components/responses/Problem{code}"} for code in problems}


def _problems() -> Schema:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {f"Problem{code}": {"description": told, "content": problem} for code, told in _PROBLEMS.items()}
