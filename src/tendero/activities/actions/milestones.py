"""Changes that matter, told in the historial: a code and its facts, never prose. See decision 0010."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tendero.activities.models import Activity, ActivityKind
from tendero.kernel import clock, write
from tendero.kernel.actor import Actor


@dataclass(frozen=True)
class Milestone:
    """One change to tell: `code` as `tellings` knows it, `facts` JSON values; `subject` is (record key, id)."""

    party_id: int
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    subject: tuple[str, int] | None = None


def tell(milestones: Sequence[Milestone], *, by: Actor) -> None:
    """Write milestones, set-based, in the change set of the change they tell: an undo takes them away with it."""
    moment = clock.now()
    write.create_many(
        Activity,
        [
            Activity(
                party_id=milestone.party_id,
                author_id=by.user_id,
                kind=ActivityKind.MILESTONE,
                at=moment,
                code=milestone.code,
                facts=dict(milestone.facts),
                subject_type=milestone.subject[0] if milestone.subject else "",
                subject_id=milestone.subject[1] if milestone.subject else None,
            )
            for milestone in milestones
        ],
    )
