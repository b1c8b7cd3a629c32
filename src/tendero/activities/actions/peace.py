"""Leaving somebody in peace for a while."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.activities.models import Silence
from tendero.directory.models import Party
from tendero.kernel import clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require


@action(_("Leave in peace"), record="activities.Silence", verb="add")
def leave_in_peace(party: Party, *, until: dt.date, reason: str = "", by: Actor) -> Silence:
    """Say that nobody is to disturb a contact up to that day, today at the earliest.

    It takes the place of what was said before. Publishes nothing. ValidationError for a day that has passed.
    """
    if until < clock.today(by.time_zone):
        raise ValidationError({"until": _("That day has passed.")})
    silence = Silence(party=party, until=until, reason=reason.strip()[:200], author_id=by.user_id)
    require(by, "add", silence)
    return write.create(silence)


@action(_("No longer leave in peace"), record="activities.Silence", verb="delete")
def disturb_again(party: Party, *, by: Actor) -> None:
    """Take back what was said about a contact and still holds: into the bin. Refused for what others said, if his
    profile does not reach that."""
    silences = list(Silence.objects.filter(party=party, until__gte=clock.today(by.time_zone)))
    for silence in silences:
        require(by, "delete", silence)
    write.to_bin(silences)
