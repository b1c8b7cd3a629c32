"""Leaving a contact in peace, and no longer."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tendero.activities import actions
from tendero.activities.forms import PeaceForm
from tendero.activities.models import Silence
from tendero.activities.views.common import done, party_of
from tendero.kernel import changes, clock
from tendero.kernel.door import ActorRequest, permitted
from tendero.ui import feedback, words

_JUMPS: Final[dict[str, tuple[int, Any]]] = {
    "week": (7, gettext_lazy("A week")),
    "month": (30, gettext_lazy("A month")),
    "quarter": (91, gettext_lazy("Three months")),
}


@permitted(Silence.record_key, "add")
@require_http_methods(["GET", "POST"])
def leave(request: ActorRequest, ref: str) -> HttpResponse:
    """Until when, and perhaps why: a jump such as `to=week`, or the day that the dialog asks for."""
    party = party_of(request.actor, ref)
    today = clock.today(request.actor.time_zone)
    jump = _JUMPS.get(request.POST.get("to", ""))
    asked = request.POST.copy()
    if jump is not None:
        asked["until"] = (today + dt.timedelta(days=jump[0])).isoformat()
    form = PeaceForm(asked or None, initial={"until": today + dt.timedelta(days=30)})
    if request.method == "POST" and form.is_valid():
        try:
            with changes.change_set("activities.leave_in_peace", by=request.actor) as opened:
                silence = actions.leave_in_peace(party, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            return done(_("Left in peace until %(day)s") % {"day": words.day(silence.until)}, opened)
    context = {
        "form": form,
        "party": party,
        "action": reverse("activities:peace", args=[ref]),
        "jumps": [(key, label) for key, (_days, label) in _JUMPS.items()],
    }
    return feedback.dialog(request, "activities/card/peace.html", context, 422 if form.errors else 200)


@permitted(Silence.record_key, "delete")
@require_POST
def disturb(request: ActorRequest, ref: str) -> HttpResponse:
    """He may be called again."""
    party = party_of(request.actor, ref)
    with changes.change_set("activities.disturb_again", by=request.actor) as opened:
        actions.disturb_again(party, by=request.actor)
    return done(_("No longer left in peace"), opened)
