"""The log of exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tendero.kernel import changes
from tendero.kernel.actor import Actor
from tendero.records.models import ExportLog
from tendero.records.registry import RecordType


def log(
    record: RecordType[Any],
    rows: int,
    columns: Sequence[str],
    format: str,
    selection: Mapping[str, Any],
    reason: str,
    *,
    by: Actor,
) -> ExportLog:
    """Write down who took what out, before it leaves; it stands in the audit as a change set without changes."""
    with changes.change_set(f"records.export:{record.key}", by=by) as opened:
        return ExportLog.objects.create(
            change_set=opened.saved(),
            actor_id=by.user_id,
            actor_name=by.name,
            record=record.key,
            rows=rows,
            format=format,
            columns=list(columns),
            filter=dict(selection) if "filter" in selection else {"refs": len(selection.get("refs", ()))},
            reason=reason,
        )
