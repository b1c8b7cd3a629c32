"""Which opportunities the board shows: the same views, filters and words as the list, told in the same address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from tendero.kernel import permissions
from tendero.kernel.door import ActorRequest
from tendero.pipeline.models import Opportunity
from tendero.pipeline.rules.closed import without_status
from tendero.pipeline.views.cards import Drawer
from tendero.records import registry
from tendero.records.listing import heads
from tendero.records.listing import state as states
from tendero.records.listing.state import ListState
from tendero.records.listing.views import may
from tendero.records.rows import Rows


@dataclass(frozen=True)
class BoardState:
    """The board as somebody looks at it: the state of the list, and the rows of every column."""

    list: ListState

    @cached_property
    def queryset(self) -> QuerySet[Opportunity]:
        """Open and closed rows: the board has columns for both, so what the filter says of the status falls away."""
        asked = without_status(self.list.filter_data)
        rows = Rows(self.list.record, self.list.actor, filter=asked, text=self.list.text)
        found: QuerySet[Opportunity] = rows.queryset()
        return found

    @property
    def address(self) -> str:
        """Exactly this board."""
        return self.list.address("board")

    @property
    def table(self) -> str:
        """The same rows as a table."""
        return self.list.address("list", layout="table")

    def context(self) -> dict[str, Any]:
        """What the frame shared with the list shows."""
        return {
            "board_state": self,
            "state": self.list,
            "record": self.list.record,
            "chips": heads.chips(self.list),
            "tabs": heads.tabs(self.list),
            "layouts": heads.layouts(self.list, "board"),
            "may": may(self.list.record, self.list.actor),
            "screen": "board",
            "draw": Drawer(
                may_move=permissions.may(self.list.actor, "change", Opportunity.record_key),
                hidden=permissions.hidden_fields(self.list.actor, Opportunity.record_key),
            ),
        }


def board_state(request: ActorRequest) -> BoardState:
    """What the address asks for. FilterError for a filter that is none, Missing for whom the stages are hidden from."""
    record = registry.get(Opportunity.record_key)
    if not states.has_board(record, request.actor):
        raise permissions.Missing
    return BoardState(states.read(record, request.GET, request.actor))
