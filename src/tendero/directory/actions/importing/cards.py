"""A party as an import sees it: what is there, and what a draft adds or changes. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model

from tendero.directory.models import (
    ConsentEntry,
    Observation,
    Party,
    PartyAddress,
    PartyCard,
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

CHILDREN: Final[tuple[tuple[str, type[Any]], ...]] = (
    ("emails", PartyEmail),
    ("phones", PartyPhone),
    ("addresses", PartyAddress),
    ("references", PartyReference),
    ("profiles", PartyProfile),
    ("vcards", PartyCard),
    ("tags", PartyTag),
    ("roles", PartyRole),
    ("observations", Observation),
    ("consents", ConsentEntry),
    ("relationships", Relationship),
    ("responsibles", Responsible),
)
_NAME: Final = ("first_name", "last_name", "second_last_name")
_APART: Final = frozenset(
    ["vcards", "profiles", "tags", "roles", "observations", "consents", "relationships", "responsibles"]
)
"""Children by which nobody is recognised; `_UNSAID`: that search does not tell; `_UNSEEN`: that no column repeats."""
_UNSAID: Final = _APART - {"tags"}
_UNSEEN: Final = frozenset(["vcards", "references", "profiles", "tags", "roles", "observations", "responsibles"])


@dataclass(slots=True, eq=False)
class Card:
    """One party, saved or about to be, with its children by name.

    Of a new one, what follows from the rest is computed ahead (`newcomers`): `keys` of uniqueness, `told` to global
    search, and columns of the party itself (`filled`). Whatever changes a card afterwards outdates what it touches.
    An old one is `whole` once its children are read. `spoken`: a row of this chunk has spoken of it already, one with a
    reference of its own left that in `told_ref`. `rows` are the marks of rows that went into it and about which
    somebody said something; `first_row` is the number of the first row that spoke of it.
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
    rows: list[int] = field(default_factory=list)
    first_row: int = 0

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


def _order(model: type[Model]) -> Sequence[str]:
    """The columns by which a model's rows stand, those of other tables left out."""
    return [name for name in model._meta.ordering or ("id",) if isinstance(name, str) and "__" not in name]
