"""The first person of an empty place: an invitation that the program itself gives to whoever reads its terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tendero.access import tokens
from tendero.access.actions.people import NEWCOMERS, PREFIX, accept_invitation, open_invitation
from tendero.access.models import Invitation
from tendero.identity.models import User
from tendero.kernel import clock, db, trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import change_set

LASTS: Final = timedelta(hours=24)
PROFILE: Final = "direccion"


def offer_first_run() -> str:
    """The secret of a fresh link for the first person, kept nowhere; "" once anybody works here.

    The link before it opens nothing any more: there is never more than one.
    """
    secret = tokens.new_secret(PREFIX)
    with db.lock(NEWCOMERS), change_set("access.offer_first_run", by=Actor.system("first_run")):
        if User.objects.exists():
            return ""
        for earlier in Invitation.objects.filter(invited_by=None, email="", name="", accepted_at=None, revoked_at=None):
            trail.changed(earlier, revoked_at=clock.now())
        made = Invitation.objects.create(
            profile=PROFILE, digest=tokens.digest(secret), expires=clock.now() + LASTS, name="", email=""
        )
        trail.created(made)
    return secret


def first_run_is_open(secret: str) -> bool:
    """Whether this link can still make the first person."""
    found = open_invitation(secret)
    return found is not None and found.is_first


def begin(secret: str, *, name: str, email: str, password: str) -> User:
    """Make the first person, who may do everything, and use the link up.

    ValidationError: link used up or too old, somebody works here already, password weak.
    """
    with db.lock(NEWCOMERS):
        if User.objects.exists():
            raise ValidationError(_("Somebody has begun here already. Ask for an invitation."))
        return accept_invitation(
            secret, username=_short(name, email), name=name, password=password, email=email, language=get_language()
        )


def _short(name: str, email: str) -> str:
    """A user name: the first word of the name, else what stands before the @."""
    return slugify(name.split(" ")[0])[:60] or slugify(email.partition("@")[0])[:60] or "direccion"
