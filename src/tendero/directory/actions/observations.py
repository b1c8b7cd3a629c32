"""Tastes and needs: what somebody noticed, with the day and how it is known."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions.reading import read_observation
from tendero.directory.actions.rights import require_change
from tendero.directory.models import Observation, Party
from tendero.kernel import clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.models import RecordModel
from tendero.kernel.permissions import require
from tendero.kernel.text import fold


@action(gettext_lazy("Note a taste or a need"), record="directory.Party", verb="change")
def note_observation(
    party: Party,
    *,
    kind: str,
    text: str = "",
    on: date | None = None,
    origin: str = "",
    subject: RecordModel | None = None,
    by: Actor,
) -> Observation:
    """Write down something `party` likes or needs; noticed again, it gets the new day and origin.

    `subject` is what it names, a product; without `text` it is told by the name of that. Refused for a subject that
    the actor may not see, ValidationError where nothing is said or the day has not come.
    """
    require_change(party, by, "observations")
    named = {"subject": subject} if subject is not None else {}
    if subject is not None:
        require(by, "view", subject)
    row = read_observation({"kind": kind, "text": text, "on": on or clock.today(), "origin": origin, **named}, party)
    if row is None:
        raise ValidationError({"text": _("Write what you noticed.")})
    if row["on"] > clock.today():
        raise ValidationError({"on": _("That day has not come yet.")})
    found: Observation | None = Observation.objects.filter(
        party=party, kind=row["kind"], text_folded=fold(row["text"])
    ).first()
    if found is not None:
        write.change(found, **{name: value for name, value in row.items() if value and name not in ("kind", "text")})
        return found
    return write.create(Observation(party=party, **row))


@action(gettext_lazy("Remove a taste or a need"), record="directory.Party", verb="change")
def drop_observation(party: Party, *, observation: Observation, by: Actor) -> None:
    """Take away something noticed of `party`."""
    require_change(party, by, "observations")
    if observation.party_id != party.pk:
        raise ValidationError(_("That was noticed of another contact."))
    write.remove(observation)
