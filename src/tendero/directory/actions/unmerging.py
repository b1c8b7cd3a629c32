"""A merge is taken back by the journal, as one piece: what it moved goes back whoever it belongs to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tendero.directory.models import Party
from tendero.kernel import changes
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, ChangeSet


def _against(change_set: ChangeSet, by: Actor) -> str:
    """Why this merge may not be taken back, or brought back, by this actor today: "" when it may."""
    lines = list(change_set.changes.filter(record_key=Party.record_key, field="merged_into"))
    moves = [line for line in lines if None in (line.before, line.after)]  # the rest only followed whom they were with
    kept = {pk for line in moves for pk in (line.before, line.after) if pk is not None}
    merged = {line.record_id: line for line in lines}
    rows = {row.pk: row for row in Party.everything.filter(pk__in=[*kept, *merged])}
    if any(rows[pk].binned_at is not None for pk in kept if pk in rows):
        return _("the contact that absorbed it is in the bin, or was merged into another one: take that back first")
    if any(rows[pk].merged_into_id is None and line.after is not None for pk, line in merged.items()):
        return _("it is a card of its own again already")
    if any(rows[pk].merged_into_id != line.after for pk, line in merged.items()):
        return _("it was merged again since: take that back first")
    again = {line.record_id for line in moves if line.after is None}
    if any(rows[pk].binned_at is not None for pk in again):
        return _("it is gone already, or your profile may not delete it")
    since = Change.objects.filter(change_set_id__gt=change_set.pk, root_key=Party.record_key, root_id__in=again)
    if since.exists():
        return _("it was changed afterwards: merge them again")
    asked = kept | {line.record_id for line in moves}
    reached = (Party.everything.visible_to(by, verb).filter(pk__in=asked).count() for verb in ("merge", "change"))
    return "" if all(found == len(asked) for found in reached) else _("your profile may not merge these contacts")


changes.undone_whole("directory.merge_parties", _against)
