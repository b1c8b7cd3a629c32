"""A filter after reading: nodes that hold resolved fields and typed values. Immutable, comparable."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tendero.records.filters.schema import FieldLike, Link, Relation


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; with none, everything passes."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; with none, nothing passes."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Opposite:
    """What the part leaves out."""

    part: Node


@dataclass(frozen=True, slots=True)
class Test:
    """One field against one value. `links` are the relations walked before reaching the field.

    `op` is as written (negations included); `value` is typed by `values.read`; `raw` its canonical JSON.
    """

    name: str
    links: tuple[Link, ...]
    field: FieldLike
    op: str
    value: Any = dataclasses.field(compare=False)
    raw: Any = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A count (`field` None) or a sum of one field over related rows, compared. `currency` only for money."""

    name: str
    field: FieldLike | None
    bounds: tuple[tuple[str, Any], ...]
    currency: str | None
    raw: Mapping[str, Any] = dataclasses.field(compare=False)


@dataclass(frozen=True, slots=True)
class Related:
    """Rows of another record that point here: how many, or how much they add up to."""

    relation: Relation
    where: Node
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Free text, as the search box understands it."""

    text: str


@dataclass(frozen=True, slots=True)
class Brought:
    """Rows that an import brought or spoke of; `outcomes` says what became of them, all of them when it is empty."""

    batch: str
    outcomes: tuple[str, ...] = ()


Node = Every | Some | Opposite | Test | Related | Words | Brought


def to_json(node: Node) -> dict[str, Any]:
    """The canonical JSON of a node; reading it again gives an equal node."""
    match node:
        case Every(parts):
            return {"all": [to_json(part) for part in parts]} if parts else {}
        case Some(parts):
            return {"any": [to_json(part) for part in parts]}
        case Opposite(part):
            return {"not": to_json(part)}
        case Test():
            found = {"field": node.name, "op": node.op}
            return found if node.raw is None else {**found, "value": node.raw}
        case Related():
            return _related_json(node)
        case Words(text):
            return {"text": text}
        case Brought(batch, outcomes):
            return {"import": batch, "outcome": list(outcomes)} if outcomes else {"import": batch}


def _related_json(node: Related) -> dict[str, Any]:
    found: dict[str, Any] = {"related": node.relation.name}
    if (where := to_json(node.where)) != {}:
        found["where"] = where
    found.update({measure.name: dict(measure.raw) for measure in node.measures})
    return found


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, `where` of related rows included."""
    yield node
    match node:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from walk(part)
        case Opposite(part):
            yield from walk(part)
        case Related():
            yield from walk(node.where)
