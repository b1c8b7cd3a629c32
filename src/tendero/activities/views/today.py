"""Hoy: what waits for this person, each done from there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.activities import actions
from tendero.activities.models import Activity
from tendero.activities.queries.today import Today
from tendero.kernel.door import ActorRequest, signed_in
from tendero.kernel.permissions import scope
from tendero.ui import feedback


@signed_in
@require_GET
def today(request: ActorRequest) -> HttpResponse:
    """The page of the day; asked for as a fragment, only what changes."""
    reach = scope(request.actor, "view", "activities.Task")
    everyone = reach != "own" and request.GET.get("who") == "all"
    context = {"today": Today(request.actor, everyone=everyone), "may_see_others": reach not in ("own", "none")}
    template = "activities/today/body.html" if feedback.is_fragment(request) else "activities/today/page.html"
    return render(request, template, context)


@signed_in
@require_POST
def read_mention(request: ActorRequest, ref: str) -> HttpResponse:
    """One's own mention in this entry is read."""
    entries = Activity.objects.visible_to(request.actor).filter(ref=ref)
    actions.read_mentions(entries, by=request.actor)
    return feedback.refresh(HttpResponse(status=204), "rows-changed")


@signed_in
@require_POST
def read_all_mentions(request: ActorRequest) -> HttpResponse:
    """All of one's own mentions are read."""
    count = actions.read_mentions(by=request.actor)
    response = HttpResponse(status=204)
    if count:
        feedback.toast(response, _("Mentions read"))
    return feedback.refresh(response, "rows-changed")
