"""A filter told in words: a chip for each part that can be taken out by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tendero.identity.queries import people
from tendero.kernel.actor import Actor
from tendero.records.filters import operators as ops
from tendero.records.filters import reaching, verbs
from tendero.records.filters.tree import (
    Brought,
    Every,
    Measure,
    Node,
    Opposite,
    Related,
    Some,
    Test,
    Words,
    to_json,
    walk,
)
from tendero.records.models.imports import Import, outcome_name


@dataclass(frozen=True, slots=True)
class Chip:
    """``Ciudad`` ``es`` ``Sevilla``; `part` is its JSON, `rest` the filter without it."""

    label: str
    verb: str
    value: str
    part: Mapping[str, Any]
    rest: Mapping[str, Any]

    def __str__(self) -> str:
        return " ".join(word for word in (self.label, self.verb, self.value) if word)


def told(node: Node, key: str, actor: Actor) -> list[Chip]:
    """The chips of a filter; its top conjunction is taken apart, anything else is one chip."""
    teller = Teller(_names(node, key, actor))
    parts = node.parts if isinstance(node, Every) else (node,)
    return [
        Chip(*teller.words(part), part=to_json(part), rest=to_json(Every(parts[:at] + parts[at + 1 :])))
        for at, part in enumerate(parts)
    ]


@dataclass(frozen=True)
class Teller:
    """Tells nodes; `names` are what references are called, those not there being nobody the actor knows."""

    names: Mapping[str, str]

    def words(self, node: Node) -> tuple[str, str, str]:
        """Label, verb and value of one node."""
        match node:
            case Test():
                return self._test(node)
            case Related():
                return self._related(node)
            case Words(text):
                return "", _("contains"), _("“%(text)s”") % {"text": text}
            case Brought(batch, outcomes):
                told = ", ".join(outcome_name(one) for one in outcomes)
                named = self.names.get(batch, _("one you cannot see"))
                return _("Import"), _("is"), f"{named} ({told})" if told else named
            case Opposite(part):
                return "", _("not"), f"({self.line(part)})"
            case Every(parts):
                return "", "", _(" and ").join(self.line(part) for part in parts) or _("everything")
            case Some(parts):
                return "", "", _(" or ").join(self.line(part) for part in parts) or _("nothing")

    def line(self, node: Node) -> str:
        """A node as one line."""
        return " ".join(word for word in self.words(node) if word)

    def _test(self, node: Test) -> tuple[str, str, str]:
        labels = [str(link.field.label) for link in node.links] + [str(node.field.label)]
        label = " › ".join(label[:1].upper() + label[1:] for label in labels)
        return label, str(verbs.label(node.field.kind, node.op)), self._value(node)

    def _value(self, node: Test) -> str:
        if node.raw is None:
            return ""
        raws = node.raw if isinstance(node.raw, list) else [node.raw]
        told = [self._one(node, raw) for raw in raws]
        if node.op == "between":
            return _("%(low)s and %(high)s") % {"low": told[0], "high": told[1]}
        return ", ".join(told[:3]) + (f" +{len(told) - 3}" if len(told) > 3 else "")

    def _one(self, node: Test, raw: Any) -> str:
        if node.field.kind in ops.REFERENCES:
            return self.names.get(raw, _("somebody you cannot see"))
        if node.field.kind in ops.CHOICES:
            labels = {str(known): label for known, label in node.field.choices()} if node.field.choices else {}
            return str(labels.get(str(raw), raw))
        return verbs.value(node.field.kind, raw)

    def _related(self, node: Related) -> tuple[str, str, str]:
        where = "" if node.where == Every() else f" ({self.line(node.where)})"
        label = str(node.relation.label)
        measured = _(" and ").join(_measured(measure) for measure in node.measures)
        return label[:1].upper() + label[1:] + where, "", measured


def _measured(measure: Measure) -> str:
    kind = "number" if measure.field is None else measure.field.kind
    if measure.field is None and len(measure.bounds) == 1:
        if (op := measure.bounds[0])[0] in ("gte", "eq") and op[1] == {"gte": 1, "eq": 0}[op[0]]:
            return _("at least one") if op[0] == "gte" else _("none")
        if op[0] == "gte" and isinstance(op[1], Decimal):
            return ngettext("at least %(count)d", "at least %(count)d", int(op[1])) % {"count": int(op[1])}
    name = _("number") if measure.field is None else _("sum of %(field)s") % {"field": measure.field.label}
    told = [f"{verbs.label(kind, op)} {_bound(kind, raw)}" for op, raw in measure.raw.items()]
    return f"{name} {_(' and ').join(told)}"


def _bound(kind: str, raw: Any) -> str:
    return _(" and ").join(verbs.value(kind, one) for one in (raw if isinstance(raw, list) else [raw]))


def _names(node: Node, key: str, actor: Actor) -> dict[str, str]:
    """What every reference in the filter is called: one query for each kind of record named."""
    wanted: dict[str, set[str]] = {}
    batches = {part.batch for part in walk(node) if isinstance(part, Brought)}
    for part in walk(node):
        if isinstance(part, Test) and part.field.kind in ops.REFERENCES and part.raw is not None:
            refs = part.raw if isinstance(part.raw, list) else [part.raw]
            wanted.setdefault(part.field.target, set()).update(refs)
    named = people() if reaching.PEOPLE in wanted else {}
    names = {ref: named[ref][1] for ref in wanted.pop(reaching.PEOPLE, ()) if ref in named}
    found = (row for target, refs in wanted.items() for row in reaching.living_named(target, actor, refs=sorted(refs)))
    imports = Import.visible(key, actor).filter(ref__in=batches) if batches else ()
    return names | {row.ref: str(row) for row in (*found, *imports)}
