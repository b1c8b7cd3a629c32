"""From JSON to a validated tree. Whatever the actor may not see does not exist here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tendero.kernel import refs
from tendero.records.filters import operators as ops
from tendero.records.filters import values
from tendero.records.filters.errors import FilterError, inside
from tendero.records.filters.schema import FieldLike, Link, Shape
from tendero.records.filters.tree import Brought, Every, Measure, Node, Opposite, Related, Some, Test, Words
from tendero.records.models.imports import ALSO_MADE, OUTCOMES

DEEPEST: Final = 8
MOST_NODES: Final = 120
MOST_RELATED: Final = 10
LONGEST_PATH: Final = 4
_SUM: Final = "sum:"


@dataclass
class Reader:
    """One reading: counts what it has met, so that a filter stays of a size one query bears."""

    nodes: int = 0
    related: int = field(default=0)

    def node(self, data: Any, shape: Shape, path: str, depth: int) -> Node:
        """Read one node. FilterError names the part that cannot be read."""
        if not isinstance(data, dict):
            raise FilterError(path, _("An object is expected here."))
        if not data:
            return Every()
        self._count(path, depth)
        for key in ("all", "any", "not", "field", "related", "text", "import"):
            if key in data:
                return getattr(self, f"_{key}")(data, shape, path, depth)  # type: ignore[no-any-return]
        raise FilterError(inside(path, sorted(map(str, data))[0]), _("Nothing of that name belongs here."))

    def _count(self, path: str, depth: int) -> None:
        self.nodes += 1
        if depth > DEEPEST:
            raise FilterError(path, _("The filter is nested too deeply."))
        if self.nodes > MOST_NODES:
            raise FilterError(path, _("The filter has too many parts."))

    def _all(self, data: dict[str, Any], shape: Shape, path: str, depth: int) -> Node:
        _only(data, {"all"}, path)
        return Every(self._parts(data["all"], shape, inside(path, "all"), depth))

    def _any(self, data: dict[str, Any], shape: Shape, path: str, depth: int) -> Node:
        _only(data, {"any"}, path)
        return Some(self._parts(data["any"], shape, inside(path, "any"), depth))

    def _parts(self, data: Any, shape: Shape, path: str, depth: int) -> tuple[Node, ...]:
        if not isinstance(data, list):
            raise FilterError(path, _("A list is expected here."))
        return tuple(self.node(part, shape, inside(path, at), depth + 1) for at, part in enumerate(data))

    def _not(self, data: dict[str, Any], shape: Shape, path: str, depth: int) -> Node:
        _only(data, {"not"}, path)
        return Opposite(self.node(data["not"], shape, inside(path, "not"), depth + 1))

    def _text(self, data: dict[str, Any], shape: Shape, path: str, depth: int) -> Node:
        _only(data, {"text"}, path)
        return Words(values.clean_text(data["text"], inside(path, "text")))

    def _import(self, data: dict[str, Any], shape: Shape, path: str, depth: int) -> Node:
        _only(data, {"import", "outcome"}, path)
        batch, outcomes = data["import"], data.get("outcome", [])
        if not refs.is_ref(batch):
            raise FilterError(inside(path, "import"), _("The reference of an import is expected here."))
        if not isinstance(outcomes, list) or not all(one in (*OUTCOMES, ALSO_MADE) for one in outcomes):
            raise FilterError(inside(path, "outcome"), _("A list of outcomes is expected here."))
        return Brought(batch, tuple(dict.fromkeys(outcomes)))

    def _field(self, data: dict[str, Any], shape: Shape, path: str, depth: int) -> Node:
        _only(data, {"field", "op", "value"}, path)
        links, found = resolve(shape, data["field"], inside(path, "field"))
        op = data.get("op")
        if not isinstance(op, str) or op not in ops.OPERATORS[found.kind]:
            raise FilterError(inside(path, "op"), _("This field does not know that operator."))
        typed, raw = values.read(found, op, data.get("value"), path)
        return Test(data["field"], links, found, op, typed, raw)

    def _related(self, data: dict[str, Any], shape: Shape, path: str, depth: int) -> Node:
        self.related += 1
        if self.related > MOST_RELATED:
            raise FilterError(path, _("The filter has too many parts."))
        name = data["related"]
        relation = shape.relation(name) if isinstance(name, str) else None
        if relation is None:
            raise FilterError(inside(path, "related"), _("No such related records."))
        measured = [key for key in data if key == "count" or str(key).startswith(_SUM)]
        _only(data, {"related", "where", *measured}, path)
        where = self.node(data.get("where", {}), relation.shape, inside(path, "where"), depth + 1)
        measures = tuple(_measure(relation.shape, key, data[key], inside(path, key)) for key in measured)
        return Related(relation, where, measures or (Measure("count", None, (("gte", 1),), None, {"gte": 1}),))


def resolve(shape: Shape, name: Any, path: str) -> tuple[tuple[Link, ...], FieldLike]:
    """The field behind ``city``, ``owner.team`` or ``party.custom.sector``, and the relations on the way."""
    if not isinstance(name, str) or len(name) > 200:
        raise FilterError(path, _("The name of a field is expected here."))
    parts = name.split(".")
    links: list[Link] = []
    while len(parts) > 1 and parts[0] != "custom":
        link = shape.link(parts.pop(0))
        if link is None or len(links) == LONGEST_PATH:
            raise FilterError(path, _("No such field."))
        links.append(link)
        shape = link.shape
    found = shape.field(".".join(parts))
    if found is None or found.kind not in ops.OPERATORS:
        raise FilterError(path, _("No such field."))
    return tuple(links), found


def _measure(shape: Shape, name: str, data: Any, path: str) -> Measure:
    if not isinstance(data, dict) or not data:
        raise FilterError(path, _('A comparison is expected here, such as {"gte": 2}.'))
    summed = _summed(shape, name, path) if name != "count" else None
    as_field = summed or _COUNT
    bounds, raws = [], {}
    for op, value in data.items():
        if op not in ops.MEASURES:
            raise FilterError(inside(path, str(op)), _("This field does not know that operator."))
        typed, raw = _bound(as_field, op, value, inside(path, op))
        bounds.append((op, typed))
        raws[op] = raw
    currency = _one_currency(bounds, path) if as_field.kind == "money" else None
    return Measure(name, summed, tuple((op, _amount(typed)) for op, typed in bounds), currency, raws)


def _bound(field: FieldLike, op: str, value: Any, path: str) -> tuple[Any, Any]:
    try:
        return values.read(field, op, value, path)
    except FilterError as error:
        shown = error.path.removeprefix(f"{path}.value")
        raise FilterError(path + shown, error.message) from error


def _summed(shape: Shape, name: str, path: str) -> FieldLike:
    found = shape.field(name.removeprefix(_SUM))
    if found is None or found.kind not in ("number", "money") or found.many or found.custom:
        raise FilterError(path, _("No such field to add up."))
    return found


def _one_currency(bounds: list[tuple[str, Any]], path: str) -> str | None:
    """Sums never mix currencies, and neither do the bounds of one sum."""
    named = {value.currency for _op, typed in bounds for value in (typed if isinstance(typed, tuple) else (typed,))}
    if len(named) > 1:
        raise FilterError(path, _("Both amounts must be in the same currency."))
    currency: str | None = named.pop()
    return currency


def _amount(typed: Any) -> Any:
    if isinstance(typed, tuple):
        return tuple(_amount(item) for item in typed)
    return typed.amount if isinstance(typed, values.MoneyValue) else typed


def _only(data: dict[str, Any], known: set[str], path: str) -> None:
    unknown = sorted(str(key) for key in data if key not in known)
    if unknown:
        raise FilterError(inside(path, unknown[0]), _("Nothing of that name belongs here."))


@dataclass(frozen=True)
class _Counted:
    """A count behaves as a number field."""

    name: str = "count"
    label: str = ""
    kind: str = "number"
    path: str = ""
    many: bool = False
    folded: str = ""
    choices: None = None
    target: str = ""
    currency: str = ""
    custom: int | None = None


_COUNT: Final = _Counted()
