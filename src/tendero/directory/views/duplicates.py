"""The desk of duplicates: pairs side by side, and what one says of them."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.directory.actions import duplicates as actions
from tendero.directory.models import Party
from tendero.directory.queries import desk
from tendero.directory.views.dialogs import party_of
from tendero.kernel import permissions
from tendero.kernel.door import ActorRequest, permitted
from tendero.ui import feedback


@permitted(Party.record_key, "change")
@require_GET
def show(request: ActorRequest) -> HttpResponse:
    """Pairs that look alike, the strongest first; `shown` keeps those of one verdict, `at` takes the focus.

    Whoever is `searching` asks every other second, and is told to look again once it is done.
    """
    shown = request.GET.get("shown", "")
    shown = shown if shown in desk.SHOWN else ""
    kept = _kept(request.GET)
    page = desk.page(request.actor, shown, request.GET.get("after", ""))
    closed = permissions.hidden_fields(request.actor, Party.record_key)
    closed |= permissions.readonly_fields(request.actor, Party.record_key)
    context = {
        "page": page,
        "shown": shown,
        "waiting": desk.waiting(request.actor),
        "most": desk.MOST,
        "merge": reverse("directory:merge") if permissions.may(request.actor, "merge", Party.record_key) else "",
        "relate": "relationships" not in closed,
        "here": f"{request.path}?{kept}",
        "back": f"{request.path}?{kept}{'&' if kept else ''}at=",
        "at": _at(request.GET.get("at", ""), len(page.entries)),
        "job": actions.running(),
    }
    response = render(request, "directory/duplicates/page.html", context)
    done = "searching" in request.GET and not context["job"]
    return feedback.refresh(response, "rows-changed") if done else response


def _kept(asked: QueryDict) -> str:
    """What of an address says which pairs are shown."""
    kept = QueryDict(mutable=True)
    for name in ("shown", "after"):
        if told := str(asked.get(name, "")):
            kept[name] = told
    return kept.urlencode()


def _at(asked: str, there: int) -> int:
    """The number of the pair that takes the focus, from 1 on; 0 for none."""
    return min(int(asked), there) if asked.isdecimal() and len(asked) < 4 else 0


@permitted(Party.record_key, "change")
@require_POST
def search(request: ActorRequest) -> HttpResponse:
    """Look through the whole base, in the background; the one that runs, where one does. The desk tells how far."""
    actions.search(by=request.actor)
    return feedback.redirect(request, reverse("directory:duplicates"))


@permitted(Party.record_key, "change")
@require_POST
def apart(request: ActorRequest, ref: str) -> HttpResponse:
    """«Son dos», of this one and each `other` (all of a group are as many), or that it is to be asked again."""
    others = list(dict.fromkeys(request.POST.getlist("other")))[: desk.TOGETHER - 1] or [""]
    parties = [party_of(request.actor, asked) for asked in (ref, *others)]
    done = actions.say_apart(parties, again="again" in request.POST, by=request.actor)
    response = feedback.refresh(HttpResponse(), "rows-changed")
    return feedback.toast(response, _told(len(parties), again="again" in request.POST), undo=done.strip("-"))


def _told(number: int, *, again: bool) -> str:
    if again:
        return _("It will be asked again")
    return _("Remembered: they are two") if number == 2 else _("Remembered: they are %(n)d") % {"n": number}
