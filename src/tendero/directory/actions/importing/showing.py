"""What a dry run shows besides counts: names repaired, cells taken apart, and who could be a person or a company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tendero.directory.actions.importing.draft import Draft
from tendero.kernel.text import fold
from tendero.records.exchange.plan import Outcome

FEW: Final = 6
UNSURE: Final = 30


@dataclass(slots=True)
class Shows:
    """A few of each, and how many there are of the doubtful."""

    repaired: list[tuple[str, str]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    unsure: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    unsure_count: int = 0
    repaired_count: int = 0
    apart_count: int = 0

    def look(self, drafts: Sequence[Draft], outcomes: Sequence[Outcome]) -> None:
        """Gather from rows of a chunk."""
        for draft, outcome in zip(drafts, outcomes, strict=True):
            if draft.repaired:
                self.repaired_count += 1
                self.repaired += [draft.repaired] if len(self.repaired) < FEW else []
            if draft.apart:
                self.apart_count += 1
                self.apart += draft.apart[: max(0, FEW - len(self.apart))]
            if draft.unsure and outcome.result == "created":
                self.unsure_count += draft.unsure != "settled"
                if len(self.unsure) < UNSURE:
                    self.unsure[fold(draft.name)] = (draft.name, draft.kind, draft.unsure)

    def plain(self) -> dict[str, Any]:
        """As an import keeps it: the unsure as `[folded name, name, kind, why]`."""
        return {
            "repaired": self.repaired,
            "repaired_count": self.repaired_count,
            "apart": self.apart,
            "apart_count": self.apart_count,
            "unsure": [[key, *told] for key, told in self.unsure.items()],
            "unsure_count": self.unsure_count,
        }
