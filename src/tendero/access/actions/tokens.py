"""API tokens and open sessions: each person's own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tendero.access import sessions, tokens
from tendero.access.models import ApiToken, OpenSession
from tendero.identity.models import User
from tendero.kernel import clock, trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import change_set
from tendero.kernel.permissions import Missing, Refused

MOST = 20


def create_token(user: User, *, by: Actor, name: str) -> tuple[ApiToken, str]:
    """A token with that person's rights; its secret is returned and kept nowhere. For oneself, or by the system."""
    _own(user, by)
    if ApiToken.objects.filter(user=user, revoked_at=None).count() >= MOST:
        raise Refused(_("There are too many tokens. Revoke one that is no longer used."))
    secret = tokens.new_secret()
    with change_set("access.create_token", by=by):
        token = ApiToken.objects.create(
            user=user, name=name.strip()[:80] or "API", digest=tokens.digest(secret), hint=secret[-4:]
        )
        trail.created(token)
    return token, secret


def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """It opens nothing from now on."""
    _own(token.user, by)
    with change_set("access.revoke_token", by=by):
        trail.changed(token, revoked_at=clock.now())


def end_session(session: OpenSession, *, by: Actor) -> None:
    """Close one's own session in another browser."""
    _own(session.user, by)
    sessions.end(session)


def _own(user: User, by: Actor) -> None:
    """Tokens and sessions of others are not there (Missing), whatever one's rights."""
    if not by.is_system and by.user_id != user.pk:
        raise Missing
