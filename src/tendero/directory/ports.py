"""What rooms above answer for the directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tendero.kernel.actor import Actor


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
