"""The clock. Nothing else in the house asks the operating system what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("tendero_frozen_clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today(zone: str | ZoneInfo | None = None) -> date:
    """The calendar day in `zone`; without it, in the zone active for this request."""
    where = ZoneInfo(zone) if isinstance(zone, str) else zone or timezone.get_current_timezone()
    return now().astimezone(where).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (aware) inside the block; for tests and the demo's past."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def travelled(by: timedelta) -> Iterator[None]:
    """Stop the clock `by` away from now."""
    with frozen(now() + by):
        yield
