"""When an open opportunity has stood still for too long. See docs/rules/pipeline.md."""

from __future__ import annotations

import datetime as dt


def days_still(touched: dt.date, *, today: dt.date) -> int:
    """Days since anything moved: a stage, an activity, its own creation. Never negative."""
    return max((today - touched).days, 0)


def rotting(touched: dt.date, *, limit: int | None, today: dt.date) -> int:
    """Days still once they reach the stage's `limit`, else 0; a stage without a limit never rots."""
    days = days_still(touched, today=today)
    return days if limit and days >= limit else 0
