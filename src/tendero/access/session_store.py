"""Sessions in the database, as Django keeps them, looked up by a query that is compiled once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from tendero.kernel.compiled import compiled


class SessionStore(DatabaseStore):
    """The `SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Session | None:
        found = _living(key=self.session_key, now=timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
        return found[0] if found else None


@compiled
def _living(*, key: Any, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
