"""What the builder offers for each part: fields, operators, and how a value is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tendero.kernel.actor import Actor
from tendero.records import filters
from tendero.records.builder.draft import Part
from tendero.records.registry import RecordType

_SHAPES: Final = {
    **dict.fromkeys(("number", "money", "elapsed"), "number"),
    **dict.fromkeys(("date", "datetime"), "period"),
    "bool": "flag",
}
_COUNTS: Final = ("gte", "lte", "eq", "gt", "lt", "between")


class Offers:
    """The filter menu of one record for one actor, by name."""

    def __init__(self, fields: Sequence[Mapping[str, Any]], related: Sequence[Mapping[str, Any]], periods: Any) -> None:
        self.groups = _grouped(fields)
        self.fields = {f["name"]: f for _label, group in self.groups for f in group}
        self.related = {r["name"]: r for r in related}
        self.periods = periods

    def inside(self, name: str) -> Offers:
        """What may be said of rows of that related set."""
        found = self.related.get(name)
        return Offers(found["fields"] if found else (), (), self.periods)

    def fit(self, part: Part) -> None:
        """Put beside a part what its row of the dialog shows; a field or operator that is not offered gives way."""
        if part.kind == "test":
            self._fit_test(part)
        elif part.kind == "related":
            self._fit_related(part)

    def _fit_test(self, part: Part) -> None:
        field = self.fields.get(part.name)
        if field is None:
            part.name, part.options = "", {"groups": self.groups, "operators": ()}
            return
        operators = {one["op"]: one for one in field["operators"]}
        if part.op not in operators:
            part.op = next(iter(operators))
        takes = operators[part.op]["takes"]
        part.options = {
            "groups": self.groups,
            "operators": field["operators"],
            "takes": takes,
            "shape": _shape(field, part.op),
            "choices": field["options"],
            "suggest": field["suggest"],
            "periods": self.periods,
            "ends": range(2 if takes == "two" else 1),
        }

    def _fit_related(self, part: Part) -> None:
        if part.name not in self.related:
            part.name = next(iter(self.related), "")
        found = self.related.get(part.name)
        sums = [(name, _("sum of %(field)s") % {"field": label}) for name, label in found["sums"]] if found else []
        measures = [("count", _("number")), *sums]
        if part.measure not in dict(measures):
            part.measure = "count"
        part.op = part.op if part.op in _COUNTS else "gte"
        labels = {
            "gte": _("at least"),
            "lte": _("at most"),
            "eq": _("exactly"),
            "gt": _("more than"),
            "lt": _("less than"),
            "between": _("between"),
        }
        part.options = {
            "related": [(r["name"], r["label"]) for r in self.related.values()],
            "measures": measures,
            "operators": [{"op": op, "label": labels[op]} for op in _COUNTS],
            "ends": range(2 if part.op == "between" else 1),
        }

    def fit_all(self, part: Part) -> None:
        """Fit every part of a draft."""
        for one in part.parts:
            self.fit(one)
            if one.kind == "related":
                self.inside(one.name).fit_all(one.where)
            else:
                self.fit_all(one)


def offers_for(record: RecordType[Any], actor: Actor) -> Offers:
    """The menu of this record for this actor."""
    menu = filters.menu(record, actor)
    return Offers(menu["fields"], menu["related"], menu["periods"])


def _grouped(fields: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Own fields first, then those behind each relation."""
    found = [("", list(fields))]
    found += [(str(f["label"]), list(f["through"])) for f in fields if f["through"]]
    return found


def _shape(field: Mapping[str, Any], op: str) -> str:
    """How its value is asked for."""
    if op == "within":
        return "distance"
    if field["options"]:
        return "choice"
    if field["suggest"]:
        return "suggest"
    if field["kind"] == "birthday":
        return "period"
    return _SHAPES.get(field["kind"], "text")
