"""A party as an import sees it: what is there, and what a draft adds or changes. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model

from tendero.directory.actions.importing.draft import Draft
from tendero.directory.models import (
    ConsentEntry,
    Observation,
    Party,
    PartyAddress,
    PartyEmail,
    PartyPhone,
    PartyProfile,
    PartyReference,
    PartyRole,
    PartyTag,
    Relationship,
    Responsible,
)
from tendero.directory.rules.names import full_name
from tendero.kernel import write
from tendero.kernel.search import Folded
from tendero.kernel.text import fold

CHILDREN: Final[tuple[tuple[str, type[Any]], ...]] = (
    ("emails", PartyEmail),
    ("phones", PartyPhone),
    ("addresses", PartyAddress),
    ("references", PartyReference),
    ("profiles", PartyProfile),
    ("tags", PartyTag),
    ("roles", PartyRole),
    ("observations", Observation),
    ("consents", ConsentEntry),
    ("relationships", Relationship),
    ("responsibles", Responsible),
)
_NAME: Final = ("first_name", "last_name", "second_last_name")
_APART: Final = frozenset(["profiles", "tags", "roles", "observations", "consents", "relationships", "responsibles"])
"""Children by which nobody is recognised; `_UNSAID`: that search does not tell; `_UNSEEN`: that no column repeats."""
_UNSAID: Final = _APART - {"tags"}
_UNSEEN: Final = frozenset(["references", "profiles", "tags", "roles", "observations", "responsibles"])


@dataclass(slots=True, eq=False)
class Card:
    """One party, saved or about to be, with its children by name.

    Of a new one, what follows from the rest is computed ahead (`newcomers`): `keys` of uniqueness, `told` to global
    search, and columns of the party itself (`filled`). Whatever changes a card afterwards outdates what it touches.
    An old one is `whole` once its children are read. `spoken`: a row of this chunk has spoken of it already, one with a
    reference of its own left that in `told_ref`.
    """

    party: Party
    new: bool
    children: dict[str, list[Any]] = field(default_factory=dict)
    added: list[tuple[type[Any], Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    child_values: dict[tuple[type[Any], int], dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    custom: dict[Any, Any] = field(default_factory=dict)
    restore: bool = False
    keys: list[int] | None = None
    told: Folded | None = None
    filled: bool = False
    told_ref: str = ""
    spoken: bool = False
    whole: bool = True

    @property
    def altered(self) -> bool:
        """Whether writing it would change anything."""
        return bool(self.added or self.values or self.child_values or self.notes or self.custom or self.restore)

    @property
    def outdated(self) -> bool:
        """Whether it may have other keys of uniqueness than it came with."""
        return self.keys is None if self.new else self.altered

    @property
    def name(self) -> str:
        """What the party will be called."""
        parts = [self.get(name) for name in _NAME]
        return full_name(*parts)[:200] if self.kind == "person" and any(parts) else str(self.get("name"))

    @property
    def kind(self) -> str:
        """Person or organisation."""
        return str(self.get("kind"))

    @property
    def nameless(self) -> bool:
        """Whether it is called by its e-mail or telephone until somebody says its name."""
        return self.kind == "person" and not any(self.get(name) for name in _NAME)

    def of(self, name: str) -> list[Any]:
        """Children of one kind, those about to be added included, the main one first."""
        return self.children.setdefault(name, [])

    def get(self, name: str) -> Any:
        """A column of the party as it will be."""
        return self.values.get(name, getattr(self.party, name))

    def set(self, name: str, value: Any) -> None:
        """A column of the party; a new one is simply filled in."""
        if self.new:
            setattr(self.party, name, value)
            self.outdate()
        elif getattr(self.party, name) != value:
            self.values[name] = value
        else:
            self.values.pop(name, None)

    def add(self, name: str, child: Any) -> None:
        """A child to be written."""
        self.of(name).append(child)
        self.added.append((type(child), child))
        if self.new:
            write.compute(child)
            self.outdate(name)

    def change(self, child: Any, **values: Any) -> None:
        """A child that is there gets other values."""
        differing = {key: value for key, value in values.items() if getattr(child, key) != value}
        for key, value in differing.items():
            setattr(child, key, value)
        if differing and child.pk and not child._state.adding:
            self.child_values.setdefault((type(child), child.pk), {}).update(differing)
        elif differing:
            write.compute(child)
            self.outdate()

    def outdate(self, name: str = "") -> None:
        """What was computed ahead no longer holds: all of it, or what follows from this kind of children."""
        if name not in _APART:
            self.keys = None
        if name not in _UNSAID:
            self.told = None
        if name not in _UNSEEN:
            self.filled = False


def load(ids: Sequence[int], *, lock: bool) -> dict[int, Card]:
    """Cards of parties that are there, the bin included, without their children."""
    rows = Party.everything.filter(pk__among=ids)
    return {row.pk: Card(row, new=False, whole=False) for row in (rows.select_for_update() if lock else rows)}


def complete(cards: Mapping[int, Card], needed: frozenset[str]) -> None:
    """Give these cards the kinds of children that the file speaks of: a query a kind."""
    for name, model in CHILDREN:
        if name in needed and cards:
            for child in model.objects.filter(party__in=list(cards)).order_by(*_order(model)):
                cards[child.party_id].of(name).append(child)
    for card in cards.values():
        card.whole = True


def merge(card: Card, draft: Draft, resolved: dict[str, Any], *, update: bool) -> None:
    """Bring what the draft says onto the card: blanks are filled; with `update`, what differs is replaced."""
    if card.nameless and draft.organisation and not draft.nameless:
        card.set("kind", draft.kind)  # who was only an address turns out to be a company
        card.set("name", draft.name)
    for name, value in {**_names(card, draft), **draft.values, **resolved}.items():
        blank = not card.get(name) or name == "tax_country"  # which has a value before anybody says one
        if value and (update or blank) and _may_follow(card, name, update):
            card.set(name, value)
    _merge_reach(card, draft, update=update)
    _merge_addresses(card, draft, update=update)
    _merge_lists(card, draft)


def _names(card: Card, draft: Draft) -> dict[str, Any]:
    """A name is one thing: its parts are filled together or not at all, and only into the same kind of party."""
    if draft.nameless or draft.kind != card.kind:
        return {}
    if draft.organisation:
        return {"name": draft.name}
    if not card.new and fold(card.name) == fold(draft.name):
        return {}
    return {"first_name": draft.first, "last_name": draft.last, "second_last_name": draft.second}


def _may_follow(card: Card, name: str, update: bool) -> bool:
    """Columns that only make sense with another: the tax id's country with the tax id, the year with the birthday."""
    if name == "tax_country":
        return card.new or "tax_id" in card.values
    if name == "birth_year" and not update:
        return card.new or "birthday_key" in card.values or not card.party.birth_year
    return True


def _merge_reach(card: Card, draft: Draft, *, update: bool) -> None:
    """What is not there yet is added; when updating, an e-mail or telephone alone takes the main one's place."""
    if draft.emails:
        have = {child.address.lower() for child in card.of("emails")}
        alone = update and len(draft.emails) == 1
        for address, label in draft.emails:
            if (folded := address.lower()) not in have:
                have.add(folded)
                _put(card, "emails", write.blank(PartyEmail, address=address, label=label), "address", alone)
    if draft.phones:
        numbers = {child.number for child in card.of("phones")}
        alone = update and len(draft.phones) == 1
        for phone, label in draft.phones:
            if phone.number not in numbers:
                numbers.add(phone.number)
                child = write.blank(PartyPhone, number=phone.number, shown=phone.display[:40], label=label)
                _put(card, "phones", child, "number", alone)
    if draft.profiles:
        pages = {child.address for child in card.of("profiles")}
        for address in draft.profiles:
            if address not in pages:
                pages.add(address)
                _put(card, "profiles", write.blank(PartyProfile, address=address), "address", False)


def _put(card: Card, name: str, child: Any, column: str, replace: bool) -> None:
    """Add a child behind the others, or put its value in the main one's place."""
    others = card.of(name)
    if replace and others:
        values = {column: getattr(child, column)}
        if hasattr(child, "shown"):
            values["shown"] = child.shown
        card.change(others[0], **values)
        return
    child.position = others[-1].position + 1 if others else 0
    card.add(name, child)


def _merge_addresses(card: Card, draft: Draft, *, update: bool) -> None:
    """Each address completes the one it speaks of (`_same_place`), or stands behind the others."""
    if not draft.addresses:
        return
    there = list(card.of("addresses"))
    for address, label in draft.addresses:
        parts = {
            "street": address.street,
            "street2": address.street2,
            "postal_code": address.postal_code,
            "city": address.city,
            "region": address.region,
        }
        told = {name: value for name, value in parts.items() if value}
        same = _same_place(there, told, label, update=update)
        if same is None:
            others = card.of("addresses")
            position = others[-1].position + 1 if others else 0
            card.add(
                "addresses", write.blank(PartyAddress, **parts, country=address.country, label=label, position=position)
            )
        else:
            card.change(same, **{n: v for n, v in told.items() if update or not getattr(same, n)})


def _same_place(there: Sequence[Any], told: dict[str, str], label: str, *, update: bool) -> Any:
    """The address already there that these parts speak of, if any.

    One that they do not contradict; else, under the same label, the one to be replaced, or the one that a mere town
    without a street does not improve.
    """
    for other in there:
        if all(fold(getattr(other, name)) in ("", fold(value)) for name, value in told.items()):
            return other
    if update or "street" not in told:
        return next((other for other in there if other.label == label), None)
    return None


def _merge_lists(card: Card, draft: Draft) -> None:
    """References, observations and notes only grow; what is there already is not doubled."""
    if draft.references:
        known = {(fold(child.system), child.code) for child in card.of("references")}
        for system, code in draft.references:
            if (fold(system), code) not in known:
                known.add((fold(system), code))
                card.add("references", write.blank(PartyReference, system=system, code=code))
    if draft.observations:
        seen = {(child.kind, fold(child.text)) for child in card.of("observations")}
        for kind, text in draft.observations:
            if (kind, fold(text)) not in seen:
                seen.add((kind, fold(text)))
                card.add("observations", write.blank(Observation, kind=kind, text=text))
    for text in draft.notes:
        if text not in card.notes:
            card.notes.append(text)


def _order(model: type[Model]) -> Sequence[str]:
    """The columns by which a model's rows stand, those of other tables left out."""
    return [name for name in model._meta.ordering or ("id",) if isinstance(name, str) and "__" not in name]
