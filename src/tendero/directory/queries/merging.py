"""Contacts side by side before they become one: what each says, field by field, and what hangs on each."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tendero.directory.models import Party
from tendero.directory.queries.card import has
from tendero.directory.rules.merging import MAIN, UNITS, fields_behind, giver
from tendero.kernel import moving, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, ChangeSet, RecordModel
from tendero.records import custom, registry, values
from tendero.records.custom import merging as own_fields

MOST: Final = 4
"""Columns that a screen holds."""


@dataclass(frozen=True)
class Cell:
    """What one contact says in one field; `stays` by the rule, unless another is `chosen`. `fresh`: it is new."""

    party: Party
    text: str
    stays: bool
    chosen: bool = False
    fresh: bool = False

    @property
    def mark(self) -> str:
        """A digest of what it says, by which a later reading is compared with this one."""
        return f"{zlib.crc32(self.text.encode()):08x}"


@dataclass(frozen=True)
class Line:
    """One field of all of them. One that is not `open` is settled by the rule: this actor may not change it."""

    key: str
    label: str
    cells: Sequence[Cell]
    open: bool

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return len({cell.text for cell in self.cells}) > 1


@dataclass(frozen=True)
class Side:
    """One contact, and what hangs on it in words: "12 ventas, 3 tareas"."""

    party: Party
    hangs: Sequence[str]
    total: int


@dataclass(frozen=True)
class Comparison:
    """The kept one first."""

    sides: Sequence[Side]
    lines: Sequence[Line]

    @property
    def differing(self) -> list[Line]:
        return [line for line in self.lines if line.differs]

    @property
    def same(self) -> list[Line]:
        return [line for line in self.lines if not line.differs]

    @property
    def seen(self) -> str:
        """What whoever reads this page has before him, sent with his answer: versions, and marks of every text."""
        versions = {side.party.ref: side.party.version for side in self.sides}
        marks = {line.key: {cell.party.ref: cell.mark for cell in line.cells} for line in self.lines}
        return json.dumps({"versions": versions, "marks": marks}, separators=(",", ":"))

    def since(self, seen: Mapping[str, Any]) -> Comparison:
        """The same, with what says otherwise than `seen` marked as fresh."""
        marks = seen["marks"]
        return replace(self, lines=[_freshened(line, marks.get(line.key, {})) for line in self.lines])

    @property
    def of_two_kinds(self) -> bool:
        """Whether a person stands beside a company: which it is has to be said."""
        return len({side.party.kind for side in self.sides}) > 1


def compare(
    refs: Sequence[str], actor: Actor, *, kept: str = "", chosen: Mapping[str, str] | None = None
) -> Comparison:
    """The contacts of these references side by side; of whom most hangs is kept, unless `kept` says otherwise.

    `chosen` are references by field, ticked before the values that stay anyway; person or company nobody is by rule.
    Missing or Refused where one may not be merged by this actor. Queries: one a kind of row, however many rows.
    """
    rows = [_row(ref, actor) for ref in dict.fromkeys(refs)]
    hanging = _hanging(rows, actor)
    sides = [Side(row, list(hanging[row.pk]), sum(hanging[row.pk].values())) for row in rows]
    sides.sort(key=lambda side: (side.party.ref != kept, -side.total, side.party.pk))
    lines = _lines([side.party for side in sides], actor)
    return Comparison(sides, [_ticked(line, (chosen or {}).get(line.key, "")) for line in lines])


def read_seen(text: str) -> dict[str, Any]:
    """What `Comparison.seen` told; nothing of what was not written by it."""
    try:
        found = json.loads(text)
        versions = {str(ref): int(number) for ref, number in found["versions"].items()}
        marks = {str(key): {str(ref): str(mark) for ref, mark in of.items()} for key, of in found["marks"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {"versions": {}, "marks": {}}
    return {"versions": versions, "marks": marks}


def _freshened(line: Line, marks: Mapping[str, str]) -> Line:
    nothing = Cell(line.cells[0].party, "", stays=False).mark
    fresh = [replace(cell, fresh=cell.mark != marks.get(cell.party.ref, nothing)) for cell in line.cells]
    return replace(line, cells=fresh)


def _ticked(line: Line, ref: str) -> Line:
    """The line with the value ticked that was chosen, or that stays by the rule."""
    asked = line.key == "kind" and line.differs
    ticked = ref or ("" if asked else next((cell.party.ref for cell in line.cells if cell.stays), ""))
    return replace(line, cells=[replace(cell, chosen=cell.party.ref == ticked) for cell in line.cells])


def _row(ref: str, actor: Actor) -> Party:
    """The contact, within reach of both rights."""
    row: Party = registry.get(Party.record_key).get(actor, ref, "merge")
    permissions.require(actor, "change", row)
    return row


def _lines(parties: Sequence[Party], actor: Actor) -> list[Line]:
    """Every field in which any of them says something, without those that this actor must not know of."""
    if not parties:
        return []
    record = registry.get(Party.record_key)
    known = record.fields_for(actor)
    closed = permissions.readonly_fields(actor, Party.record_key)
    own = [field for field in own_fields.fields_of(Party.record_key) if field.name in known]
    custom.attach(parties, own)
    hidden = permissions.hidden_fields(actor, Party.record_key)
    found = []
    for key in [*(unit.key for unit in UNITS), *MAIN, *(field.name for field in own)]:
        names = fields_behind(key)
        if not hidden.intersection(names):
            found.append(_line(key, names, parties, actor, open=not closed.intersection(names)))
    return [line for line in found if any(cell.text for cell in line.cells)]


def _line(key: str, names: Sequence[str], parties: Sequence[Party], actor: Actor, *, open: bool) -> Line:
    texts = {party.pk: _told(key, names, party, actor) for party in parties}
    stays = giver(parties[0].pk, {pk: not text for pk, text in texts.items()})
    return Line(key, _label(key, names), [Cell(p, texts[p.pk], p.pk == stays) for p in parties], open)


def _label(key: str, names: Sequence[str]) -> str:
    named = {
        "photo": _("Photo or logo"),
        "phone": _("Main telephone"),
        "email": _("Main e-mail"),
        "address": _("Main address"),
    }
    if key in named:
        return named[key]
    return capfirst(str(registry.get(Party.record_key).all_fields()[names[0]].label))


def _told(key: str, names: Sequence[str], party: Party, actor: Actor) -> str:
    """What it says, in words."""
    if key == "name":
        return party.name
    if key == "photo":
        return _("There is one") if party.photo_id else ""
    if key == "address":
        return ", ".join(str(row) for row in party.addresses.all()[:1])
    fields = registry.get(Party.record_key).all_fields()
    first = names[:1] if key in (*MAIN, "tax_id") else names
    told = [values.shown(fields[name], party, actor) for name in first]
    return " · ".join(text for text in told if text)


def _hanging(parties: Sequence[Party], actor: Actor) -> Mapping[int, dict[str, int]]:
    """For each of them, in words ("3 tareas"), the rows of each kind that hang on it and that this actor sees."""
    ids = [party.pk for party in parties]
    counted: dict[tuple[int, type[Any]], int] = defaultdict(int)
    for pointer in moving.pointers(Party):
        model = pointer.model
        if pointer.condition or model is Party or not issubclass(model, RecordModel):
            continue
        if not registry.knows(model.key()) or not permissions.may(actor, "view", model.key()):
            continue
        rows = model.objects.visible_to(actor).filter(**{f"{pointer.column}__in": ids}).order_by()
        for pk, number in rows.values_list(pointer.column).annotate(n=Count("pk", distinct=True)):
            counted[pk, model] += number
    found: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    for (pk, model), number in sorted(counted.items(), key=lambda one: -one[1]):
        name = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
        found[pk][f"{number} {name}"] = number
    return found


@dataclass(frozen=True)
class Absorbed:
    """One that was merged into this contact, and what did it."""

    party: Party
    change_set: ChangeSet


def absorbed(party: Party, actor: Actor) -> list[Absorbed]:
    """Who was merged into this contact, of those the actor may know of, newest last. Two queries, or one."""
    if not has(party, "absorbed"):
        return []
    rows = list(Party.everything.visible_to(actor).filter(merged_into=party).order_by("pk"))
    known = merges_of(party, rows)
    return [Absorbed(row, known[row.pk]) for row in rows if row.pk in known]


def merge_of(kept: Party, ref: str, actor: Actor) -> ChangeSet | None:
    """What made the contact of this reference one with `kept`; None where nothing did, or not in sight."""
    rows = list(Party.everything.visible_to(actor).filter(merged_into=kept, ref=ref))
    return next(iter(merges_of(kept, rows).values()), None)


def merges_of(kept: Party, merged: Sequence[Party]) -> dict[int, ChangeSet]:
    """What made each of these one with `kept` last."""
    if not merged:
        return {}
    lines = Change.objects.filter(record_key=Party.record_key, record_id__in=[party.pk for party in merged])
    lines = lines.filter(field="merged_into", kind=Change.Kind.CHANGE).select_related("change_set").order_by("id")
    return {line.record_id: line.change_set for line in lines if line.after == kept.pk}
