"""A row as the API gives it: the declared fields its reader may know of, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from tendero.identity.models import User
from tendero.kernel.actor import Actor
from tendero.records import custom, registry, values
from tendero.records.fields import Field, Kind
from tendero.records.sight import sighted

Record = registry.RecordType[Any]
Expanded = Mapping[str, Mapping[int, Any]]
ALWAYS = ("id", "version", "created", "changed")
_MOMENT = Field(name="at", label="", kind=Kind.DATETIME)


def known(record: Record, actor: Actor) -> dict[str, Field]:
    """Fields of the API: all that the actor may know of but currencies, which their amounts carry."""
    return without_currencies(record.fields_for(actor))


def without_currencies(fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields but those that only say the currency of another, or only serve to filter."""
    carried = {field.currency for field in fields.values() if field.kind is Kind.MONEY and field.custom is None}
    return {name: f for name, f in fields.items() if not f.seek_only and (not f.path or f.path not in carried)}


def writable(fields: Mapping[str, Field]) -> list[str]:
    """Names that a body may hold."""
    return [name for name, field in fields.items() if field.editable and name not in ALWAYS]


def load(queryset: Any, fields: Iterable[Field]) -> Any:
    """`queryset` with everything that reading these fields needs."""
    joins = sorted({join for field in fields for join in field.joins})
    prefetch = [one for field in fields for one in field.prefetch]
    queryset = queryset.select_related(*joins) if joins else queryset
    return queryset.prefetch_related(*prefetch) if prefetch else queryset


def row_json(row: Any, fields: Mapping[str, Field], expanded: Expanded | None = None) -> dict[str, Any]:
    """One row: `id`, `version`, moments and the given fields; relations as references, or whole where expanded."""
    found: dict[str, Any] = {
        "id": row.ref,
        "version": row.version,
        "created": values.to_json(_MOMENT, row.created),
        "changed": values.to_json(_MOMENT, row.changed),
    }
    own: dict[str, Any] = {}
    for name, field in fields.items():
        held = values.held(field, row)
        known_rows = (expanded or {}).get(name)
        data = values.to_json(field, held) if known_rows is None else _whole(held, known_rows)
        if field.custom is None:
            found[name] = data
        else:
            own[name.removeprefix("custom.")] = data
    if own:
        found["custom"] = own
    return found


def _whole(held: Any, rows: Mapping[int, Any]) -> Any:
    if isinstance(held, list):
        return [rows[one.pk] for one in held if one.pk in rows]
    return None if held is None or not held.ref else rows.get(held.pk, {"id": held.ref})


def expand(names: Collection[str], rows: Sequence[Any], fields: Mapping[str, Field], actor: Actor) -> Expanded:
    """The records behind these relations, each as its own API gives it: a fixed number of queries for a page."""
    found: dict[str, Mapping[int, Any]] = {}
    for name in names:
        field = fields[name]
        targets = [one for row in rows for one in _targets(values.held(field, row))]
        found[name] = _related(field, targets, actor)
    return found


def _targets(held: Any) -> list[Any]:
    return [one for one in (held if isinstance(held, list) else [held]) if one is not None]


def _related(field: Field, targets: list[Any], actor: Actor) -> Mapping[int, Any]:
    if field.target not in set(registry.keys()):
        return {one.pk: _brief(one) for one in targets}
    record = registry.get(field.target)
    fields = known(record, actor)
    wanted = load(record.rows(actor).filter(pk__in={one.pk for one in targets}), fields.values())
    rows = list(wanted)
    custom.attach(rows, fields.values())
    sighted(rows, actor)
    return {row.pk: row_json(row, fields) for row in rows}


def _brief(row: Any) -> dict[str, Any]:
    found = {"id": row.ref, "name": str(row)}
    return found | {"username": row.username} if isinstance(row, User) else found
