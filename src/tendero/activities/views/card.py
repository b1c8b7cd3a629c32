"""The panels of a contact's card, each loaded again when what it shows has changed."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tendero.activities import panels
from tendero.activities.views.common import party_of
from tendero.kernel.door import ActorRequest, permitted

_PANELS: Final = {
    "next_step": ("activities/card/next_step.html", panels.next_step),
    "first": ("activities/card/first.html", panels.first_steps),
    "tasks": ("activities/card/tasks.html", panels.tasks),
    "documents": ("activities/card/documents.html", panels.documents),
}


@permitted("directory.Party", "view")
@require_GET
def card(request: ActorRequest, ref: str, name: str) -> HttpResponse:
    """One panel by its name."""
    if name not in _PANELS:
        raise Http404
    template, read = _PANELS[name]
    return render(request, template, dict(read(party_of(request.actor, ref), request.actor)))
