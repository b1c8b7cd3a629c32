"""Facts of the directory, past tense. One event per change set and kind of fact, however many parties."""

from __future__ import annotations

from dataclasses import dataclass

from tendero.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PartyCreated(Event):
    """Somebody was written into the directory by hand or by the API (an import tells of itself)."""


@dataclass(frozen=True, kw_only=True)
class PartyChanged(Event):
    """`fields` of a party changed."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OwnersAssigned(Event):
    """These parties have another responsible; None: nobody. `before` says whose each was, in the same order."""

    parties: tuple[int, ...]
    owner_id: int | None
    before: tuple[int | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RolesGiven(Event):
    """These parties were given a role."""

    parties: tuple[int, ...]
    role_id: int


@dataclass(frozen=True, kw_only=True)
class RolesEnded(Event):
    """These parties no longer hold a role."""

    parties: tuple[int, ...]
    role_id: int


@dataclass(frozen=True, kw_only=True)
class PartiesTagged(Event):
    """A tag was put on these parties."""

    parties: tuple[int, ...]
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class PartiesRelated(Event):
    """`party_id` has a relationship with `other_id`."""

    other_id: int
    type_id: int


@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(Event):
    """Entries were written in the ledger of consent."""

    entries: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PartiesBinned(Event):
    """These parties went to the bin."""

    parties: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PartiesRestored(Event):
    """These parties came out of the bin."""

    parties: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PartiesMerged(Event):
    """The contacts of the references `merged` are one with `kept`, to whom all that was theirs belongs now.

    Told once it is so. Whoever keeps something of a contact that is not journaled brings it in step.
    """

    kept: str
    merged: tuple[str, ...]
