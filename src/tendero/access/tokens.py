"""API tokens: random keys of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from tendero.kernel import clock
from tendero.kernel.actor import Actor

from .models import ApiToken

PREFIX = "tdr_"
_TRACE_EVERY = timedelta(minutes=1)


def new_secret(prefix: str = PREFIX) -> str:
    """A fresh secret: 256 random bits behind a prefix by which a leaked one is recognised."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret. It has 256 bits of its own, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def authenticate(header: str) -> Actor | None:
    """The person behind an `Authorization: Bearer ...` header, acting through the API; `None` if it opens nothing.

    A revoked or expired token and a deactivated person answer alike.
    """
    scheme, _, secret = header.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    token = ApiToken.objects.select_related("user").filter(digest=digest(secret)).first()
    moment = clock.now()
    if token is None or not token.is_usable(moment) or not token.user.is_active:
        return None
    _trace(token, moment)
    return token.user.actor("api")


def _trace(token: ApiToken, moment: datetime) -> None:
    if token.used_at is None or moment - token.used_at >= _TRACE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=moment)
