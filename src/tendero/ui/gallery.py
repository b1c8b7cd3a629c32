"""The gallery at `/ui/`: every component with its states. A new look starts there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from tendero.kernel import clock
from tendero.kernel.door import ActorRequest, signed_in
from tendero.kernel.money import Money
from tendero.ui import feedback, words

SWATCHES = [
    ("paper", _("paper")),
    ("table", _("table")),
    ("line", _("line")),
    ("ink", _("ink")),
    ("soft", _("soft ink")),
    ("strong", _("strong line")),
    ("awning", _("awning")),
    ("pale", _("pale awning")),
    ("wash", _("wash")),
    ("warning", _("attention")),
    ("amber", _("amber ink")),
    ("lost", _("loss")),
]
ROW_STATES = [("rest", _("At rest")), ("open", _("Open in the panel")), ("edit", _("Being edited"))]


@signed_in
@require_GET
def gallery(request: ActorRequest) -> HttpResponse:
    """All components on one page."""
    context: dict[str, Any] = {
        "swatches": SWATCHES,
        "row_states": ROW_STATES,
        "sample": {
            "money": Money(Decimal(6480), "EUR"),
            "small": Money(Decimal("611.45"), "EUR"),
            "day": words.today() + timedelta(days=18),
            "moment": clock.now() - timedelta(hours=2),
        },
    }
    return render(request, "ui/gallery/page.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def gallery_dialog(request: ActorRequest) -> HttpResponse:
    """A dialog that asks for a text, says what is wrong with an empty one, and ends with a toast. It keeps nothing."""
    context: dict[str, Any] = {"action": request.path, "text": request.POST.get("text", "")}
    if request.method == "POST":
        if context["text"].strip():
            return feedback.close_dialog(feedback.toast(HttpResponse(status=204), gettext("Note saved")))
        context["problem"] = [gettext("Write something first.")]
        return feedback.dialog(request, "ui/gallery/dialog.html", context, status=422)
    return feedback.dialog(request, "ui/gallery/dialog.html", context)
