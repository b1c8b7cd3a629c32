"""The desk of duplicates: pairs side by side, and what one says of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.directory.actions import duplicates as actions
from tendero.directory.models import Party
from tendero.directory.queries import desk
from tendero.directory.views.dialogs import party_of
from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.ui import feedback


@permitted(Party.record_key, "change")
@require_GET
def show(request: ActorRequest) -> HttpResponse:
    """Pairs that look alike, the strongest first; `shown` keeps those of one verdict."""
    shown = request.GET.get("shown", "")
    shown = shown if shown in desk.SHOWN else ""
    context = {
        "page": desk.page(request.actor, shown, request.GET.get("after", "")),
        "shown": shown,
        "waiting": desk.waiting(request.actor),
        "most": desk.MOST,
        "merge": _merging(),
        "here": request.get_full_path(),
        "job": actions.running(),
    }
    return render(request, "directory/duplicates/page.html", context)


def _merging() -> str:
    """Where two are made one; "" as long as no room offers it."""
    try:
        return reverse("directory:merge")
    except NoReverseMatch:
        return ""


@permitted(Party.record_key, "change")
@require_POST
def search(request: ActorRequest) -> HttpResponse:
    """Look through the whole base, in the background; the one that runs, where one does."""
    job = actions.search(by=request.actor)
    return feedback.redirect(request, reverse("ui:job", args=[job.ref]))


@permitted(Party.record_key, "change")
@require_POST
def apart(request: ActorRequest, ref: str) -> HttpResponse:
    """«Son dos», or that it is to be asked again."""
    one, other = (party_of(request.actor, asked) for asked in (ref, request.POST.get("other", "")))
    with changes.change_set("directory.apart", by=request.actor) as opened:
        if "again" in request.POST:
            actions.ask_again(one, other=other, by=request.actor)
            said = _("It will be asked again")
        else:
            actions.keep_apart(one, other=other, by=request.actor)
            said = _("Remembered: they are two")
    response = feedback.refresh(HttpResponse(), "rows-changed")
    return feedback.toast(response, said, undo=opened.ref.strip("-"))
