"""Panels about opportunities, each loaded again when what it shows has changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tendero.kernel.door import ActorRequest, permitted
from tendero.pipeline import panels
from tendero.pipeline.views.common import opportunity_of
from tendero.records import registry


@permitted("pipeline.Opportunity", "view")
@require_GET
def stages(request: ActorRequest, ref: str) -> HttpResponse:
    """Where a deal stands, and the stages it has gone through."""
    deal = opportunity_of(request, ref)
    return render(request, "pipeline/panel/stages.html", dict(panels.stages(deal, request.actor)))


@permitted("pipeline.Opportunity", "view")
@require_GET
def tasks(request: ActorRequest, ref: str) -> HttpResponse:
    """Open tasks about a deal."""
    deal = opportunity_of(request, ref)
    return render(request, "pipeline/panel/tasks.html", dict(panels.tasks(deal, request.actor)))


@permitted("pipeline.Opportunity", "view")
@require_GET
def of_party(request: ActorRequest, ref: str) -> HttpResponse:
    """The open deals with a contact."""
    party = registry.get("directory.Party").get(request.actor, ref)
    return render(request, "pipeline/panel/of_party.html", dict(panels.of_party(party, request.actor)))
