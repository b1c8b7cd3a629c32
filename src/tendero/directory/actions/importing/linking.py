"""Contacts that a row names by reference: who referred him, where he works, to whom he is related.

Whoever is named may come later in the file than whoever names him. So new contacts are linked when all rows are there,
by a second pass; those that were there already are linked at once, as far as it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft, Link, named
from tendero.directory.actions.importing.lookups import Lookups
from tendero.directory.actions.importing.own_files import RELATIONSHIPS
from tendero.directory.models import Party, Relationship
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.records import custom, values
from tendero.records.fields import Field


def links_of(draft: Draft) -> list[Link]:
    """Everybody whom the row names, each by name and reference."""
    related = [named(row["other"]) for row in draft.groups.get(RELATIONSHIPS, ()) if "other" in row]
    return [*draft.links.values(), *related]


class Links:
    """Who is meant, asked once for a chunk; nobody is made for being named."""

    def __init__(self, drafts: Iterable[Draft], lookups: Lookups, *, by: Actor) -> None:
        """Look up all who are named by the rows, by reference and by name, in a query each."""
        self.lookups = lookups
        self.by_ref: dict[str, Any] = {}
        self.by_name: dict[str, list[Any]] = {}
        wanted = [link for draft in drafts for link in links_of(draft)]
        self.own: dict[str, Field] = custom.fields_of(Party.record_key) if wanted else {}
        rows = Party.objects.visible_to(by)
        if refs := {ref for _name, ref in wanted if ref}:
            self.by_ref = {row.ref: row for row in rows.filter(ref__among=sorted(refs))}
        if names := {fold(name) for name, ref in wanted if not ref}:
            for row in rows.filter(name_folded__among=sorted(names)):
                self.by_name.setdefault(row.name_folded, []).append(row)

    def bring(self, card: Card, draft: Draft, *, update: bool, remarks: list[str]) -> None:
        """The links of the row onto the card, so far as those it names are there."""
        for name, link in draft.links.items():
            other = self._one(link, card, remarks)
            if other is None:
                continue
            if name == "referred_by":
                self._referred(card, other, update=update)
            elif name == "company":
                self._relate(card, other, {"type": self.lookups.works_at, "since": None, "until": None, "note": ""})
            elif name in self.own:
                self._own_field(card, self.own[name], other, update=update)
        for row in draft.groups.get(RELATIONSHIPS, ()):
            kind = self.lookups.relationship(row.get("type", ""))
            if kind is None:
                remarks.append(_("There is no kind of relationship “%(text)s”.") % {"text": row.get("type", "")[:60]})
            elif (other := self._one(named(row.get("other", "")), card, remarks)) is not None:
                told = {name: row.get(name) for name in ("since", "until")} | {"note": row.get("note", "")}
                self._relate(card, other, {"type": kind, **told}, update=update)

    def _one(self, link: Link, card: Card, remarks: list[str]) -> Any:
        """The one contact meant, never the row's own; None with a remark for nobody or several."""
        name, ref = link
        found = [self.by_ref[ref]] if ref in self.by_ref else [] if ref else self.by_name.get(fold(name), [])
        if len(found) == 1 and found[0].pk != card.party.pk:
            return found[0]
        remarks.append(_("«%(text)s» is nobody here, or could be several.") % {"text": (name or ref)[:60]})
        return None

    def _referred(self, card: Card, other: Any, *, update: bool) -> None:
        """Who sent him: blank ones are filled in, others only changed when updating."""
        if update or card.get("referred_by_id") is None:
            card.set("referred_by_id", other.pk)

    def _relate(self, card: Card, other: Any, row: Mapping[str, Any], *, update: bool = False) -> None:
        """A tie of that kind, end and contact is the same: its blanks are filled, or replaced when updating."""
        told = (other.pk, row["type"].pk, row["until"])
        for child in card.of("relationships"):
            if (child.other_id, child.type_id, child.until) == told:
                values = {name: row[name] for name in ("since", "note") if row[name]}
                card.change(child, **{n: value for n, value in values.items() if update or not getattr(child, n)})
                return
        card.add("relationships", Relationship(other=other, **row))

    def _own_field(self, card: Card, field: Field, other: Any, *, update: bool) -> None:
        """A field of the company's own that names a contact, under the same rule as the rest."""
        there = values.held(field, card.party)
        if there is None or (update and there.pk != other.pk):
            card.custom[field] = other


def waiting(drafts: Sequence[Draft]) -> list[Draft]:
    """Rows that name anybody."""
    return [draft for draft in drafts if not draft.problem and links_of(draft)]
