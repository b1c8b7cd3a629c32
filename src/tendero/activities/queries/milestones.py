"""What a milestone is called where only its line in the journal is shown."""

from __future__ import annotations

from tendero.activities import ports
from tendero.activities.models import Activity
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records import registry


def milestone_name(row: Activity, actor: Actor) -> str:
    """What it tells, in the reader's language; "" where it tells of what he may not know of.

    Asks no database: of a record that he sees only in part nothing is told, since which part would have to be asked.
    """

    def hidden(key: str) -> frozenset[str]:
        """A record's fields that are hidden from this reader."""
        return permissions.hidden_fields(actor, key)

    if row.code in ports.untold(hidden):
        return ""
    if row.subject_type in ports.followed():
        seen = permissions.rows(actor, "view", registry.get(row.subject_type).model)
        if seen is None or seen:
            return ""
    return ports.told(row.code, row.facts, hidden).title
