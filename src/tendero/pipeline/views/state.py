"""Which opportunities the board shows: the views that come with it, told in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest
from tendero.kernel.permissions import scope
from tendero.pipeline.models import Opportunity

Narrow = Callable[[QuerySet[Opportunity], Actor], QuerySet[Opportunity]]


@dataclass(frozen=True)
class Tab:
    """A view of the board."""

    key: str
    label: Any
    narrow: Narrow


TABS: Final = (
    Tab("mine", _("Mine, open"), lambda rows, actor: rows.filter(owner=actor.user_id)),
    Tab(
        "adrift", _("Mine without next step"), lambda rows, actor: rows.filter(owner=actor.user_id, next_on=None)
    ),
    Tab("open", _("The whole team"), lambda rows, actor: rows),
)  # fmt: skip


@dataclass(frozen=True)
class BoardState:
    """The board as somebody looks at it."""

    actor: Actor
    tab: Tab

    @property
    def tabs(self) -> tuple[Tab, ...]:
        return TABS

    @property
    def queryset(self) -> QuerySet[Opportunity]:
        """The opportunities of this view, open and closed, that the actor may see."""
        found: QuerySet[Opportunity] = Opportunity.objects.visible_to(self.actor)
        return self.tab.narrow(found, self.actor)


def board_state(request: ActorRequest) -> BoardState:
    """What the address asks for; without a word, one's own, or everything for somebody who sells nothing himself."""
    own = scope(request.actor, "change", Opportunity.record_key) != "none"
    wanted = request.GET.get("view", "") or ("mine" if own else "open")
    return BoardState(request.actor, next((tab for tab in TABS if tab.key == wanted), TABS[0]))
