"""What deals know about people, and why."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

for _list, _fields in {"Stage": "name kind position probability rotting_days", "LossReason": "name position"}.items():
    declare(f"pipeline.{_list}", purpose="lists of the company", retention=Retention.COMPANY, none=_fields)
declare(
    "pipeline.Opportunity",
    purpose="to follow what is being sold, and to foresee it",
    none="party owner stage status probability chance position currency moved_at closed_at touched_at next_kind"
    " next_task_id reason",
    profile="name contact amount expected_close source note reason_note competitor next_on next_time next_title",
)
