"""To the bin and back."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from tendero.directory.actions.rights import reachable
from tendero.directory.events import PartiesBinned, PartiesRestored
from tendero.directory.models import Party
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish


@action(gettext_lazy("Move to the bin"), record="directory.Party", verb="delete")
def bin_parties(parties: Sequence[Party], *, by: Actor) -> int:
    """Move these parties to the bin, with all that hangs from them; publishes PartiesBinned."""
    found = reachable(parties, by, "delete")
    moved = write.to_bin(found)
    if moved:
        publish(PartiesBinned(parties=tuple(party.pk for party in found)))
    return moved


@action(gettext_lazy("Take out of the bin"), record="directory.Party", verb="delete")
def restore_parties(parties: Sequence[Party], *, by: Actor) -> int:
    """Take these parties out of the bin; publishes PartiesRestored. Missing if one is beyond `by`, or merged."""
    permissions.require(by, "delete", Party.record_key)
    wanted = {party.pk for party in parties}
    rows = Party.everything.visible_to(by, "delete").filter(Party.restorable, pk__in=wanted)
    found = list(rows.exclude(binned_at=None))
    if {party.pk for party in found} != wanted:
        raise permissions.Missing
    moved = write.from_bin(found)
    publish(PartiesRestored(parties=tuple(party.pk for party in found)))
    return moved
