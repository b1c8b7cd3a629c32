"""What time and renaming leave behind, put right in the background."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q

from tendero.directory.models import Party, PartyRole, PartyTag
from tendero.kernel import clock, write
from tendero.kernel.models.base import unlocked

_CHUNK = 500


def lapse_roles() -> int:
    """Take roles that ended out of the lists of those held, and put in those that begin today; how many."""
    today = clock.today()
    over = PartyRole.objects.filter(until__lt=today, current__isnull=False)
    begun = PartyRole.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today, current__isnull=True)
    with unlocked():  # a column that repeats dates, never journaled
        return int(over.update(current=None)) + int(begun.update(current=F("role")))


def reindex_tagged(tags: Sequence[int]) -> int:
    """Write the search documents of everyone who has one of these tags again; how many."""
    ids = list(PartyTag.objects.filter(tag__in=tags).order_by("party").values_list("party", flat=True).distinct())
    for start in range(0, len(ids), _CHUNK):
        write.reindex(Party, ids[start : start + _CHUNK])
    return len(ids)
