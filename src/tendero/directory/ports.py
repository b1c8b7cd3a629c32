"""What rooms above answer for the directory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import may
from tendero.records.fields import Text


@dataclass(frozen=True, slots=True)
class ImportedNote:
    """A note that a file brings for a party; the same text on the same party is one note."""

    party_id: int
    text: str


class NoteWriter(Protocol):
    """Puts notes on the historial. Both are set-based: one call a chunk."""

    def missing(self, notes: Sequence[ImportedNote]) -> list[ImportedNote]:
        """Those that the historial does not hold yet."""
        ...

    def add(self, notes: Sequence[ImportedNote], *, by: Actor) -> None:
        """Write them, inside the open change set."""
        ...


class NoHistorial:
    """Without a historial there is nowhere to put a note."""

    def missing(self, notes: Sequence[ImportedNote]) -> list[ImportedNote]:
        return []

    def add(self, notes: Sequence[ImportedNote], *, by: Actor) -> None:
        return


note_writer: NoteWriter = NoHistorial()


def answer_notes(writer: NoteWriter) -> None:
    """Install who writes imported notes; called once, at start-up, by the room of the historial."""
    global note_writer  # the one port of this module, filled at start-up
    note_writer = writer


class Purchases(Protocol):
    """Knows who has bought: an earlier purchase is a basis for some offers (LSSI 21.2)."""

    def buyers(self, ids: Collection[int]) -> frozenset[int]:
        """Those of these contacts with a sale; one query."""
        ...


class NoSales:
    """Where nothing is sold nobody has bought."""

    def buyers(self, ids: Collection[int]) -> frozenset[int]:
        return frozenset()


purchases: Purchases = NoSales()


def answer_purchases(answer: Purchases) -> None:
    """Install who knows of purchases; called once, at start-up, by the room of the sales."""
    global purchases  # the second port of this module, filled at start-up
    purchases = answer


@dataclass(frozen=True)
class CardAction:
    """A button at the top of a contact's card, from a room above; on a phone those with `thumb` stand at the bottom.

    `url` gives the address of a dialog for one party.
    """

    key: str
    label: Text
    icon: str
    url: Callable[[Party], str]
    record: str = ""
    verb: str = "add"
    position: int = 50
    primary: bool = False
    thumb: bool = False
    short: Text = ""


_card_actions: dict[str, CardAction] = {}


def add_card_action(action: CardAction) -> None:
    """Put a button on every contact's card; the same key again replaces it."""
    _card_actions[action.key] = action


def card_actions_for(actor: Actor) -> list[CardAction]:
    """The buttons this actor may press, in order."""
    found = [one for one in _card_actions.values() if not one.record or may(actor, one.verb, one.record)]
    return sorted(found, key=lambda one: one.position)
