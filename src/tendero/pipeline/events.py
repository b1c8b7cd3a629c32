"""Facts of the pipeline, past tense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tendero.kernel.events import Event


class Step(NamedTuple):
    """One opportunity that changed stage; `from_stage` is None when it was just made."""

    opportunity_id: int
    party_id: int
    from_stage: int | None
    to_stage: int


@dataclass(frozen=True, kw_only=True)
class OpportunitiesMoved(Event):
    """Opportunities were made or changed stage; one event per change set, however many."""

    steps: tuple[Step, ...]
