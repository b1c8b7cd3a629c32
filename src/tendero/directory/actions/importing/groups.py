"""Groups of a contact that repeat, as our own files carry them: read whole, and brought onto the card one by one.

Nothing goes: a row that the contact has is completed (or, with `update`, corrected), one that it lacks is added.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.lookups import Lookups
from tendero.directory.actions.reading import pointing_at
from tendero.directory.models import (
    ConsentEntry,
    Observation,
    PartyAddress,
    PartyEmail,
    PartyPhone,
    PartyProfile,
    PartyReference,
    PartyRole,
    Responsible,
)
from tendero.directory.rules.consent import Decision
from tendero.directory.rules.twins import Said, paired
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.records.fields import Field, Kind
from tendero.records.sight import says_so
from tendero.records.values import packing
from tendero.records.values.text import choice, day, flag

Row = dict[str, Any]
_DECISIONS: Final = (Decision.GIVEN, Decision.OBJECTED, Decision.LIFTED)


@dataclass(frozen=True)
class Grouped:
    """One kind of child: by what two are the same, what an absent column means, whether they have a place.

    `latest_first`: the file shows the newest on top, so they are written from the bottom.
    """

    model: type[Any]
    said: Callable[[Mapping[str, Any]], Said]
    blank: Mapping[str, Any]
    placed: bool = False
    latest_first: bool = False


def _texts(*names: str) -> dict[str, Any]:
    """These columns, empty when a line does not tell them."""
    return dict.fromkeys(names, "")


def _key(row: Any) -> Hashable:
    """A row of a list, saved or only thought of."""
    return row.pk or id(row)


GROUPS: Final[dict[str, Grouped]] = {
    "emails": Grouped(PartyEmail, PartyEmail.said, _texts("address", "label"), placed=True),
    "phones": Grouped(PartyPhone, PartyPhone.said, _texts("number", "label") | {"whatsapp": False}, placed=True),
    "addresses": Grouped(
        PartyAddress,
        PartyAddress.said,
        _texts("street", "street2", "postal_code", "city", "region", "country", "label"),
        placed=True,
    ),
    "profiles": Grouped(PartyProfile, PartyProfile.said, _texts("address", "label"), placed=True),
    "references": Grouped(
        PartyReference, lambda row: ((fold(row["system"]), row["code"]), ""), _texts("code", "system")
    ),
    "observations": Grouped(
        Observation,
        lambda row: ((row["kind"], fold(row["text"]), row["on"]), ""),
        _texts("kind", "text", "origin", "subject_type") | {"on": None, "subject_id": None},
        latest_first=True,
    ),
    "roles": Grouped(
        PartyRole,
        lambda row: ((_key(row["role"]), row["until"]), ""),
        dict.fromkeys(("role", "since", "until", "target")),
    ),
    "responsibles": Grouped(
        Responsible, lambda row: ((row["user"].pk, fold(row["topic"])), ""), {"user": None, "topic": ""}
    ),
    "consents": Grouped(
        ConsentEntry,
        lambda row: (tuple(row.values()), ""),
        _texts("decision", "channel", "purpose", "basis") | {"on": None} | _texts("origin", "proof"),
        latest_first=True,
    ),
}  # fmt: skip
"""The groups whose rows need nobody else; relationships are in `linking`."""


def read(field: Field, text: str, by: Actor, draft: Draft) -> list[Row]:
    """The rows of a cell: days, choices and yes or no read, names of other rows left for later.

    What cannot be read is left out, with a remark.
    """
    parts = {part.name: part for part in field.item}
    found = []
    for told in packing.unpack_rows(text, list(parts)):
        row: Row = {}
        for name, part_text in told.items():
            try:
                row[name] = _part(parts[name], part_text, by)
            except ValidationError as problem:
                draft.remarks.append(f"{field.label}: {' '.join(problem.messages)}"[:200])
        found.append(row)
    return found


def _part(part: Field, text: str, by: Actor) -> Any:
    """One part as its field stores it; words are cut to what fits, choices must be known."""
    if part.kind is Kind.DATE:
        return day(text, by)
    if part.kind is Kind.BOOL:
        return flag(text, by)
    if part.choices is not None:
        return choice(part, text, by)
    return text if part.is_relation or not part.max_length else text[: part.max_length]


def bring(card: Card, draft: Draft, lookups: Lookups, *, update: bool) -> None:
    """Everything of the draft's groups onto the card."""
    for name, rows in draft.groups.items():
        if name not in GROUPS:
            continue
        group = GROUPS[name]
        ordered = reversed(rows) if group.latest_first else rows
        told = [_settled(name, {**group.blank, **one}, lookups, draft) for one in ordered]
        settled = [row for row in told if row is not None]
        for row, twin in zip(settled, _twins(group, settled, list(card.of(name))), strict=True):
            _onto(card, name, group, row, twin, draft.shown, update=update)


def _twins(group: Grouped, rows: list[Row], there: list[Any]) -> list[Any]:
    """For each row the child that says it already, or None: each answers for one row only, the very same ones first."""
    found: list[Any] = [None] * len(rows)
    left = list(there)
    for at, row in enumerate(rows):
        found[at] = next((child for child in left if _as_row(child, group) == row), None)
        if found[at] is not None:
            left.remove(found[at])
    open_rows = [at for at, twin in enumerate(found) if twin is None]
    said = [group.said(_as_row(child, group)) for child in left]
    for mine, theirs in paired([group.said(rows[at]) for at in open_rows], said).items():
        found[open_rows[mine]] = left[theirs]
    return found


def _onto(
    card: Card, name: str, group: Grouped, row: Row, twin: Any, shown: Mapping[str, str], *, update: bool
) -> None:
    """Onto the child that says it already, or as another one."""
    if twin is None:
        child = group.model(**row)
        if name == "phones":
            child.shown = shown.get(row["number"], row["number"])[:40]
        if group.placed:
            others = card.of(name)
            child.position = others[-1].position + 1 if others else 0
        card.add(name, child)
        return
    if not getattr(group.model, "append_only", False):
        now = _as_row(twin, group)
        card.change(twin, **{n: value for n, value in row.items() if value and (update or not now[n])})


def _as_row(child: Any, group: Grouped) -> Row:
    """What is stored, with the very names under which a file tells it."""
    return {name: getattr(child, name) for name in group.blank}


def _settled(name: str, row: Row, lookups: Lookups, draft: Draft) -> Row | None:
    """The row with the rows of ours that it names; None when it says nothing that may be written."""
    if name == "roles":
        row["role"] = lookups.role(row["role"]) if row["role"] else None
        row["target"] = lookups.role(row["target"]) if row["target"] else None
        return row if row["role"] is not None and _in_order(row) else None
    if name == "responsibles":
        user = lookups.owner(row["user"]) if row["user"] else None
        if user is None and row["user"]:
            draft.remarks.append(_("«%(text)s» is nobody here, or could be several.") % {"text": row["user"][:60]})
        return row | {"user": user} if user is not None and row["topic"] else None
    if name == "consents":
        return _ledger_entry(row, draft)
    if name == "observations":
        row["kind"] = row["kind"] or Observation.Kind.TASTE.value
        row["on"] = row["on"] or clock.today()
        _point(row, lookups, draft)
        return row if row["text"] and not says_so(row["text"]) else None
    first = "code" if name == "references" else next(iter(row))
    return row if row[first] or name == "addresses" else None


def _point(row: Row, lookups: Lookups, draft: Draft) -> None:
    """At the product that a taste or a need names; where there is none, its words stay."""
    told = row.pop("subject", "")
    if told and not says_so(told):
        subject = lookups.subject(told)
        row.update(pointing_at(subject))
        if subject is None:
            draft.remarks.append(_("«%(text)s» is not here, or could be several.") % {"text": told[:60]})


def _ledger_entry(row: Row, draft: Draft) -> Row | None:
    """An entry of the past is brought as it was written; one that says nothing, or of a day to come, is not."""
    row["on"] = row["on"] or clock.today()
    row["basis"] = row["basis"] if row["basis"] and row["decision"] == Decision.GIVEN else "none"
    if row["decision"] in _DECISIONS and isinstance(row["on"], date) and row["on"] <= clock.today():
        return row
    draft.remarks.append(_("An entry of the consents cannot be read: left out."))
    return None


def _in_order(row: Row) -> bool:
    """Whether it did not end before it began."""
    return not (row["since"] and row["until"] and row["until"] < row["since"])
