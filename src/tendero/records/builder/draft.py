"""A filter while it is being built: groups, tests and counts that may still lack something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

MODES: Final = ("all", "any", "none")
DEEPEST: Final = 4
MOST: Final = 30


@dataclass
class Part:
    """One part. `kind` is "group" (mode, parts), "test" (name, op, values), "related" (name, measure, op, values and a
    group in `where`), "text" (values) or "import" (name, values)."""

    kind: str
    mode: str = "all"
    name: str = ""
    op: str = ""
    measure: str = "count"
    values: list[Any] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    path: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def where(self) -> Part:
        """The group of a count over related rows."""
        if not self.parts:
            self.parts.append(Part("group"))
        return self.parts[0]


def group(*parts: Part, mode: str = "all") -> Part:
    """A group of parts."""
    return Part("group", mode=mode, parts=list(parts))


def from_json(data: Mapping[str, Any]) -> Part:
    """The draft of a filter that reads; its outermost part is always a group."""
    found = _part(data) if data else group()
    return found if found.kind == "group" else group(found)


def _part(data: Mapping[str, Any]) -> Part:
    if not data:
        return group()
    if "all" in data or "any" in data:
        mode = "all" if "all" in data else "any"
        return group(*(_part(one) for one in data[mode]), mode=mode)
    if "not" in data:
        inner = _part(data["not"])
        return (
            Part("group", mode="none", parts=inner.parts)
            if inner.mode == "any" and inner.kind == "group"
            else group(inner, mode="none")
        )
    if "related" in data:
        return _related(data)
    if "text" in data:
        return Part("text", values=[data["text"]])
    if "import" in data:
        return Part("import", name=data["import"], values=list(data.get("outcome", ())))
    value = data.get("value")
    return Part("test", name=data["field"], op=data["op"], values=_several(value))


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _related(data: Mapping[str, Any]) -> Part:
    """One part a comparison; several stand beside each other."""
    found = []
    for measure, bounds in data.items():
        if measure in ("related", "where"):
            continue
        for op, value in bounds.items():
            where = from_json(data.get("where", {}))
            found.append(
                Part("related", name=data["related"], measure=measure, op=op, values=_several(value), parts=[where])
            )
    return found[0] if len(found) == 1 else group(*found)


def to_json(part: Part) -> dict[str, Any]:
    """The filter it stands for; parts that say nothing yet are left out."""
    if part.kind == "group":
        return _group_json(part)
    if part.kind == "text":
        return {"text": part.values[0]} if part.values and part.values[0] else {}
    if part.kind == "related":
        return _related_json(part)
    if part.kind == "import":
        return {"import": part.name} | ({"outcome": part.values} if part.values else {})
    if not part.name or not part.op:
        return {}
    found: dict[str, Any] = {"field": part.name, "op": part.op}
    takes = part.options.get("takes", "one")
    if takes == "none":
        return found
    if not part.values:
        return {}
    return {**found, "value": part.values if takes in ("many", "two") else part.values[0]}


def _group_json(part: Part) -> dict[str, Any]:
    inner = [found for one in part.parts if (found := to_json(one))]
    if not inner:
        return {}
    if part.mode == "none":
        return {"not": {"any": inner}}
    return {part.mode: inner}


def _related_json(part: Part) -> dict[str, Any]:
    if not part.name or not part.values:
        return {}
    value = part.values if part.op == "between" else part.values[0]
    found: dict[str, Any] = {"related": part.name}
    if where := to_json(part.where):
        found["where"] = where
    return {**found, part.measure: {part.op or "gte": value}}


def number(part: Part, path: str = "p") -> None:
    """Give every part the path its inputs are called by."""
    part.path = path
    for place, inner in enumerate(part.parts):
        number(inner, f"{path}.{place}")


def walk(part: Part) -> Sequence[Part]:
    """The part and everything inside it."""
    return [part, *(deeper for inner in part.parts for deeper in walk(inner))]


def find(part: Part, path: str) -> Part | None:
    """The part of that path."""
    return next((one for one in walk(part) if one.path == path), None)


def drop(part: Part, path: str) -> None:
    """Take the part of that path out."""
    for one in walk(part):
        one.parts = [inner for inner in one.parts if inner.path != path]
