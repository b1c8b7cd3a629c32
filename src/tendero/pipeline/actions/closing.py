"""How a deal ends, and how it comes back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require
from tendero.pipeline.actions.deals import first_stage
from tendero.pipeline.models import LossReason, Opportunity, Stage, StageChange


@action(pgettext_lazy("opportunity", "Won"), record="pipeline.Opportunity", verb="change", offered=True)
def win(opportunity: Opportunity, *, by: Actor) -> Opportunity:
    """Close a deal as won, today; publishes OpportunitiesMoved."""
    require(by, "change", opportunity)
    write.change(opportunity, stage=_closing(Stage.Kind.WON))
    return opportunity


@action(pgettext_lazy("opportunity", "Lost"), record="pipeline.Opportunity", verb="change", offered=True)
def lose(
    opportunity: Opportunity, *, reason: LossReason, note: str = "", competitor: str = "", by: Actor
) -> Opportunity:
    """Close a deal as lost, saying why and to whom; publishes OpportunitiesMoved."""
    require(by, "change", opportunity)
    write.change(
        opportunity,
        stage=_closing(Stage.Kind.LOST),
        reason=reason,
        reason_note=note.strip(),
        competitor=competitor.strip(),
    )
    return opportunity


@action(_("Open again"), record="pipeline.Opportunity", verb="change", offered=True)
def reopen(opportunity: Opportunity, *, stage: Stage | None = None, by: Actor) -> Opportunity:
    """Bring a closed deal back to `stage`, or to where it stood; its reason is forgotten.

    ValidationError if `stage` is not an open one.
    """
    require(by, "change", opportunity)
    target = stage or _last_open(opportunity)
    if target.kind != Stage.Kind.OPEN:
        raise ValidationError({"stage": _("Choose an open stage.")})
    write.change(opportunity, stage=target)
    return opportunity


def _closing(kind: Stage.Kind) -> Stage:
    """The stage into which deals won, or lost, go; ValidationError when the company has taken it away."""
    found: Stage | None = Stage.objects.filter(kind=kind).first()
    if found is None:
        raise ValidationError(
            {"stage": _("There is no stage for closed deals of that kind. Make one in the settings.")}
        )
    return found


def _last_open(opportunity: Opportunity) -> Stage:
    """Where it stood before it was closed, if that stage is still there; else the first."""
    steps = StageChange.objects.filter(opportunity=opportunity, to_stage__kind=Stage.Kind.OPEN)
    last = steps.filter(to_stage__binned_at=None).select_related("to_stage").order_by("-id").first()
    return last.to_stage if last is not None else first_stage()
