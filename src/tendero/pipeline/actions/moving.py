"""Moving a card on the board."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require
from tendero.pipeline.models import Opportunity, Stage
from tendero.pipeline.rules import places

_NEIGHBOURS: Final = 200


@action(_("Move"), record="pipeline.Opportunity", verb="change", offered=True)
def move(
    opportunity: Opportunity,
    *,
    stage: Stage,
    above: Opportunity | None = None,
    below: Opportunity | None = None,
    by: Actor,
) -> Opportunity:
    """Put a card into the column `stage`, under `above` or over `below`; without either, at its top.

    Publishes OpportunitiesMoved when the stage changes. A neighbour that has left the column meanwhile is ignored.
    ValidationError for the lost column: `lose` asks why.
    """
    require(by, "change", opportunity)
    place = _place(opportunity, stage, above, below)
    values = {} if place is None else {"position": place}
    write.change(opportunity, stage=stage, **values)
    return opportunity


def _place(opportunity: Opportunity, stage: Stage, above: Opportunity | None, below: Opportunity | None) -> int | None:
    """The position between its neighbours; None leaves it to the stage (the top), or where it stands."""
    column = Opportunity.objects.filter(stage=stage, status="open").exclude(pk=opportunity.pk)
    over = _standing(column, above)
    under = _standing(column, below)
    if over is None and under is None:
        return None
    if over is not None:
        under = column.filter(position__gte=over.position).exclude(pk=over.pk).order_by("position", "pk").first()
    elif under is not None:
        over = column.filter(position__lt=under.position).order_by("-position", "-pk").first()
    found = places.between(over.position if over else None, under.position if under else None)
    return found if found is not None else _make_room(column, over)


def _standing(column: Any, card: Opportunity | None) -> Opportunity | None:
    """The card as it stands in this column now; None when it is not there."""
    found: Opportunity | None = None if card is None else column.filter(pk=card.pk).first()
    return found


def _make_room(column: Any, over: Opportunity | None) -> int:
    """Push a few cards under `over` apart; returns the place left free just below it."""
    start = over.position if over is not None else 0
    rows = column.filter(position__gte=start).exclude(pk=over.pk if over else None)
    following = list(rows.order_by("position", "pk").values_list("pk", "position")[:_NEIGHBOURS])
    fresh = places.make_room(start, [position for _pk, position in following])
    write.change_rows(Opportunity, {pk: {"position": new} for (pk, _old), new in zip(following, fresh, strict=False)})
    return places.after(start)
