"""Telling people that they were named with @."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from tendero.activities.models import Activity, Mention
from tendero.activities.queries.mentions import audience
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action


def mention(entry: Activity, *, by: Actor) -> None:
    """Make the mentions of an entry those its text names: new ones are told, those taken out leave the bell.

    Private entries tell nobody; neither does naming oneself, or somebody who may not see the contact.
    """
    named = [] if entry.private else audience(f"{entry.title}\n{entry.body}", entry.party).told
    wanted = {user.pk for user in named if user.pk != by.user_id}
    Mention.objects.filter(activity=entry).exclude(user__in=wanted).delete()
    Mention.objects.bulk_create(
        [Mention(activity=entry, user_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )  # fmt: skip


@action(_("Mark as read"), record="activities.Activity", verb="view")
def read_mentions(activities: Iterable[Activity] | None = None, *, by: Actor) -> int:
    """Mark one's own mentions as read, all of them or those in `activities`; returns how many. Not journaled."""
    waiting = Mention.objects.filter(user_id=by.user_id or 0, read_at=None)
    if activities is not None:
        waiting = waiting.filter(activity__in=[entry.pk for entry in activities])
    return waiting.update(read_at=clock.now())
