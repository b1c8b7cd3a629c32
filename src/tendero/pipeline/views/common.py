"""What the screens of the pipeline share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from tendero.kernel import changes
from tendero.kernel.door import ActorRequest
from tendero.kernel.permissions import Missing, require
from tendero.pipeline.models import Opportunity
from tendero.ui import feedback

NEWS = ("rows-changed",)


def opportunity_of(request: ActorRequest, ref: str, verb: str = "view") -> Opportunity:
    """The opportunity behind a reference; Missing if it is not there for this actor, Refused if only `verb` is."""
    found: Opportunity | None = (
        Opportunity.objects.visible_to(request.actor).select_related("party", "stage").filter(ref=ref).first()
    )
    if found is None:
        raise Missing
    if verb != "view":
        require(request.actor, verb, found)
    return found


def done(text: Any, opened: changes.OpenChangeSet) -> HttpResponse:
    """Close the dialog, say what happened with its Undo, and let everything that shows deals load again."""
    response = HttpResponse()
    feedback.close_dialog(response)
    feedback.toast(response, text, undo=opened.ref)
    return feedback.refresh(response, *NEWS)
