"""Invitations of a whole team, and what can still be changed of one that waits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.access import tokens
from tendero.access.actions.people import INVITATION_LASTS, PREFIX, RECORD, invite, may_give
from tendero.access.models import Invitation
from tendero.identity.models import User
from tendero.kernel import clock, jobs, trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require

MOST: Final = 50
_BETWEEN: Final = re.compile(r"[\s,;]+")


@action(gettext_lazy("Invite the team"), record=RECORD, verb="change")
def invite_team(*, by: Actor, emails: str, profile: str, mail: bool = False) -> list[Invitation]:
    """Invite every address of a text that separates them by commas or spaces; with `mail`, the link goes to each.

    Whoever is invited already is left as he is. ValidationError, and nobody invited, for what is no address or is that
    of a colleague; refuses a profile with rights the actor does not have.
    """
    require(by, "change", RECORD)
    wanted = list(dict.fromkeys(part.lower() for part in _BETWEEN.split(emails) if part))
    _check(wanted)
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires__gt=clock.now())
    known = {email.lower() for email in waiting.values_list("email", flat=True)}
    made = [
        invite(by=by, name=_called(email), email=email, profile=profile)[0] for email in wanted if email not in known
    ]
    if mail:
        for invitation in made:
            jobs.enqueue("access.mail_invitation", by=by, invitation_id=invitation.pk)
    return made


def _check(emails: Sequence[str]) -> None:
    if not emails or len(emails) > MOST:
        raise ValidationError({"emails": _("Write the e-mails of your colleagues, fifty at most.")})
    for email in emails:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValidationError({"emails": _("“%s” is not an e-mail.") % email[:80]}) from error
    known = User.objects.annotate(address=Lower("email")).filter(address__in=emails)
    taken = set(known.values_list("email", flat=True))
    if taken:
        raise ValidationError({"emails": _("Works here already: %s") % ", ".join(sorted(taken))})


def _called(email: str) -> str:
    """A name until he says his own: what stands before the @."""
    return email.partition("@")[0].replace(".", " ").replace("_", " ").title()[:120]


@action(gettext_lazy("Make a new link for an invitation"), record=RECORD, verb="change")
def renew_invitation(invitation: Invitation, *, by: Actor) -> str:
    """A fresh link, for seven days from now; returns its secret, kept nowhere. The one before opens nothing.

    Refuses a profile with rights the actor does not have.
    """
    require(by, "change", RECORD)
    may_give(by, invitation.profile)
    secret = tokens.new_secret(PREFIX)
    invitation.digest = tokens.digest(secret)  # of which the audit says nothing but that it lasts longer
    invitation.save(update_fields=["digest"])
    trail.changed(invitation, expires=clock.now() + INVITATION_LASTS)
    return secret


@action(gettext_lazy("Change an invitation"), record=RECORD, verb="change")
def change_invitation(invitation: Invitation, *, by: Actor, profile: str) -> None:
    """Another profile for whoever is invited. Refuses one with rights the actor does not have, before or after."""
    require(by, "change", RECORD)
    may_give(by, invitation.profile)
    may_give(by, profile)
    trail.changed(invitation, profile=profile)
