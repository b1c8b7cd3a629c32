"""The checklist of the first week is put away, and brought back: each person's own choice."""

from __future__ import annotations

from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.kernel.permissions import require


def close_first_week(*, by: Actor) -> None:
    """It is not on this person's Hoy any more. Refuses whoever may not change the company, who has none."""
    require(by, "change", "kernel.Setting")
    Setting.store("first_week.closed_by", sorted({*Setting.read("first_week.closed_by"), by.user_id}))


def reopen_first_week(*, by: Actor) -> None:
    """It is there again. Refuses whoever may not change the company."""
    require(by, "change", "kernel.Setting")
    Setting.store("first_week.closed_by", sorted({*Setting.read("first_week.closed_by")} - {by.user_id}))
