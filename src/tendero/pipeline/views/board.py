"""The board of opportunities."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing
from tendero.pipeline import actions
from tendero.pipeline.models import Opportunity, Stage
from tendero.pipeline.queries.board import BoardQuery
from tendero.pipeline.views.closing import ask_why
from tendero.pipeline.views.common import done, opportunity_of
from tendero.pipeline.views.state import board_state
from tendero.records import registry
from tendero.records.board.meanwhile import elsewhere
from tendero.records.filters import FilterError
from tendero.records.listing.views import bad_filter
from tendero.ui import feedback


@permitted("pipeline.Opportunity", "view")
@require_GET
def board(request: ActorRequest) -> HttpResponse:
    """The page, or as a fragment only the columns."""
    try:
        state = board_state(request)
        context = {**state.context(), "board": BoardQuery(state.queryset, request.actor)}
    except FilterError as error:
        return bad_filter(request, registry.get(Opportunity.record_key), error)
    template = "pipeline/board/columns.html" if feedback.is_fragment(request) else "pipeline/board/page.html"
    return render(request, template, context)


@permitted("pipeline.Opportunity", "view")
@require_GET
def more(request: ActorRequest, stage: str) -> HttpResponse:
    """The cards of a column below the one whose reference is `after`."""
    found = _stage(stage)
    last = Opportunity.objects.visible_to(request.actor).filter(ref=request.GET.get("after", "")).first()
    state = board_state(request)
    query = BoardQuery(state.queryset, request.actor)
    context = {**state.context(), "board": query, "column": query.column(found, after=last)}
    return render(request, "pipeline/board/cards.html", context)


@permitted("pipeline.Opportunity", "change")
@require_POST
def move(request: ActorRequest, ref: str) -> HttpResponse:
    """Drop a card into the column `to`, over the card `before` or, without one, at its end; the lost one asks why.

    `from` is the column it was taken out of: whoever moved it meanwhile is not overruled unseen.
    """
    deal = opportunity_of(request, ref, "change")
    stage = _stage(request.POST.get("to", ""))
    if (moved := elsewhere(request, now=deal.stage.ref, where=deal.stage.name)) is not None:
        return moved
    if stage.kind == Stage.Kind.LOST and deal.stage_id != stage.pk:
        return ask_why(request, deal)
    with changes.change_set("pipeline.move", by=request.actor) as opened:
        try:
            _drop(request, deal, stage)
        except ValidationError as error:
            return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    if stage.kind == Stage.Kind.WON:
        return done(_("“%(name)s” is won") % {"name": deal.name}, opened)
    return done(_("“%(name)s”: %(stage)s") % {"name": deal.name, "stage": stage.name}, opened)


def _drop(request: ActorRequest, deal: Opportunity, stage: Stage) -> None:
    below, above = request.POST.get("before", ""), None
    seen = Opportunity.objects.visible_to(request.actor)
    if not below and "before" in request.POST:
        above = seen.filter(stage=stage, status="open").exclude(pk=deal.pk).order_by("-position", "-id").first()
    under = seen.filter(ref=below).first() if below else None
    actions.move(deal, stage=stage, above=above, below=under, by=request.actor)


def _stage(ref: str) -> Stage:
    found: Stage | None = Stage.objects.filter(ref=ref).first()
    if found is None:
        raise Missing
    return found
