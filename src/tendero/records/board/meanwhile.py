"""A card that somebody else moved while it was being dragged: it stays where he put it, and the board is drawn anew."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tendero.ui import feedback


def elsewhere(request: HttpRequest, *, now: str, where: Any) -> HttpResponse | None:
    """The answer to a card taken `from` a column in which it no longer stands; None if it does, or is wanted there.

    `now` is the key of the column where it stands, `where` what people call it.
    """
    left, to = request.POST.get("from", ""), request.POST.get("to", "")
    if not left or now in (left, to):
        return None
    text = _("Somebody has moved it meanwhile: it is in “%(where)s”.") % {"where": where}
    response = HttpResponse(text, status=409, content_type="text/plain; charset=utf-8")
    return feedback.refresh(response, "rows-changed")
