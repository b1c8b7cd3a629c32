"""Absolute links, made only from the public address and never from what a request claims to be."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """The full address of a path of ours, for mails and invitations."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
