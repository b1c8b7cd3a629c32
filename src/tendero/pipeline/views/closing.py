"""Winning, losing and bringing back a deal."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.pipeline import actions
from tendero.pipeline.forms import LoseForm
from tendero.pipeline.models import Opportunity
from tendero.pipeline.views.common import done, opportunity_of
from tendero.ui import feedback


@permitted("pipeline.Opportunity", "change")
@require_POST
def win(request: ActorRequest, ref: str) -> HttpResponse:
    """Won, today."""
    deal = opportunity_of(request, ref, "change")
    with changes.change_set("pipeline.win", by=request.actor) as opened:
        actions.win(deal, by=request.actor)
    return done(_("“%(name)s” is won") % {"name": deal.name}, opened)


@permitted("pipeline.Opportunity", "change")
@require_http_methods(["GET", "POST"])
def lose(request: ActorRequest, ref: str) -> HttpResponse:
    """Asks why; the answer closes the deal."""
    deal = opportunity_of(request, ref, "change")
    if request.method == "GET":
        return ask_why(request, deal)
    form = LoseForm(request.POST)
    if not form.is_valid():
        return ask_why(request, deal, form)
    with changes.change_set("pipeline.lose", by=request.actor) as opened:
        actions.lose(deal, by=request.actor, **form.cleaned_data)
    return done(_("“%(name)s” is lost") % {"name": deal.name}, opened)


def ask_why(request: ActorRequest, deal: Opportunity, form: LoseForm | None = None) -> HttpResponse:
    """The dialog that asks why a deal is lost."""
    context = {
        "deal": deal,
        "form": form or LoseForm(),
        "action": reverse("pipeline:lose", args=[deal.ref]),
        "submit": _("Mark as lost"),
    }
    return feedback.dialog(request, "pipeline/dialog/lose.html", context, status=422 if form else 200)


@permitted("pipeline.Opportunity", "change")
@require_POST
def reopen(request: ActorRequest, ref: str) -> HttpResponse:
    """Back to where it stood."""
    deal = opportunity_of(request, ref, "change")
    with changes.change_set("pipeline.reopen", by=request.actor) as opened:
        try:
            actions.reopen(deal, by=request.actor)
        except ValidationError as error:
            return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    return done(_("“%(name)s” is open again") % {"name": deal.name}, opened)
