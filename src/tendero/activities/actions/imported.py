"""Notes that an import brings: entries of the historial, each only once."""

from __future__ import annotations

from collections.abc import Sequence

from tendero.activities.models import Activity, ActivityKind
from tendero.directory.ports import ImportedNote
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor


class HistorialNotes:
    """Answers `directory.ports.NoteWriter`."""

    def missing(self, notes: Sequence[ImportedNote]) -> list[ImportedNote]:
        """Those whose text the historial of their contact does not hold yet; one query."""
        parties = {note.party_id for note in notes}
        found = Activity.everything.filter(kind=ActivityKind.NOTE, party__in=parties).values_list("party_id", "body")
        there = set(found)
        return [note for note in notes if (note.party_id, note.text) not in there]

    def add(self, notes: Sequence[ImportedNote], *, by: Actor) -> None:
        """Write them as the actor's; whoever may not write in the historial brings none."""
        if not permissions.may(by, "add", Activity.record_key):
            return
        rows = [
            write.blank(
                Activity, kind=ActivityKind.NOTE.value, party_id=note.party_id, author_id=by.user_id, body=note.text
            )
            for note in notes
        ]
        write.create_many(Activity, rows)
