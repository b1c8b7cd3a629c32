"""Remembering which session is whose, and ending them."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from tendero.identity.models import User
from tendero.kernel import clock

from .models import OpenSession


def remember(sender: object, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Note the session that was just opened; answers Django's `user_logged_in`."""
    if request.session.session_key is None:
        request.session.save()
    OpenSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "browser": browser_name(request.headers.get("User-Agent", "")), "since": clock.now()},
    )


def forget(sender: object, request: HttpRequest, user: User | None, **_signal: Any) -> None:
    """Drop the note of the session that is being closed; answers `user_logged_out`."""
    OpenSession.objects.filter(session_key=request.session.session_key).delete()


def end_all(user: User, *, except_key: str = "") -> int:
    """End every session of a person but one; returns how many were ended."""
    keys = list(
        OpenSession.objects.filter(user=user).exclude(session_key=except_key).values_list("session_key", flat=True)
    )
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end(session: OpenSession) -> None:
    """End one session."""
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()


def browser_name(agent: str) -> str:
    """A short, human name of a browser: "Firefox, Android"; "" when it does not say."""
    known = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    parts = [next((name for mark, name in table if mark in agent), "") for table in (known, systems)]
    return ", ".join(part for part in parts if part)
