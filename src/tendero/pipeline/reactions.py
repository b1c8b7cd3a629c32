"""How the pipeline answers what happens in rooms below, and what it tells the historial and Hoy."""

from __future__ import annotations

from tendero.activities import actions as activities
from tendero.activities import ports
from tendero.activities.actions import Milestone
from tendero.kernel import changes
from tendero.kernel.events import on
from tendero.pipeline.events import OpportunitiesMoved, Step
from tendero.pipeline.models import Opportunity, Stage
from tendero.pipeline.models.pace import refresh_pace
from tendero.pipeline.panels import adrift_today, open_a_deal
from tendero.pipeline.tellings import add_tellings

ports.follow(Opportunity.record_key, refresh_pace)
ports.add_today_section("pipeline.adrift", adrift_today, position=20)
ports.add_first_step("pipeline.open", open_a_deal, position=30)
add_tellings()


@on(OpportunitiesMoved)
def tell_the_history(event: OpportunitiesMoved) -> None:
    """Each step becomes a milestone of its contact: opened, moved, won, lost. Set-based: three queries."""
    opened = changes.require_current()
    deals = Opportunity.everything.select_related("reason").in_bulk({step.opportunity_id for step in event.steps})
    stages = Stage.everything.in_bulk()
    told = [_milestone(step, deals[step.opportunity_id], stages) for step in event.steps]
    activities.tell(told, by=opened.actor)


def _milestone(step: Step, deal: Opportunity, stages: dict[int, Stage]) -> Milestone:
    stage = stages[step.to_stage]
    facts = {"name": deal.name, "to": stage.name, "amount": str(deal.amount), "currency": deal.currency}
    if step.from_stage is not None:
        facts["from"] = stages[step.from_stage].name
    if deal.reason is not None:
        facts["reason"] = deal.reason.name
    code = _code(step, stage)
    return Milestone(step.party_id, code, facts, subject=(Opportunity.record_key, deal.pk))


def _code(step: Step, stage: Stage) -> str:
    if stage.kind != Stage.Kind.OPEN:
        return f"opportunity_{stage.kind}"
    return "opportunity_opened" if step.from_stage is None else "opportunity_moved"
