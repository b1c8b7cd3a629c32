"""Contacts side by side, and the button that makes them one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tendero.directory import actions
from tendero.directory.forms import MergeForm
from tendero.directory.models import Party
from tendero.directory.queries import merging
from tendero.directory.queries.merging import MOST, Comparison
from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing
from tendero.kernel.write import Conflict
from tendero.records import registry, undo
from tendero.records.bulk.views import selection_of
from tendero.ui import feedback

CHOICE = "keep_"


@permitted(Party.record_key, "merge")
@require_http_methods(["GET", "POST"])
def merge(request: ActorRequest) -> HttpResponse:
    """`ref`, two to four of them, and perhaps whom to keep (`kept`); with fewer, a search for the other one."""
    sent = request.POST if request.method == "POST" else request.GET
    refs = list(dict.fromkeys(ref for ref in [*sent.getlist("ref"), sent.get("other", "")] if ref))[:MOST]
    compared = merging.compare(refs, request.actor, kept=sent.get("kept", ""), chosen=_sent(request))
    if request.method == "GET" or len(compared.sides) < 2:
        return _page(request, compared)
    kept, *others = (side.party for side in compared.sides)
    seen = merging.read_seen(request.POST.get("seen", ""))
    told: list[Any] = [
        {"party": side.party, "version": seen["versions"][side.party.ref]}
        for side in compared.sides
        if side.party.ref in seen["versions"]
    ]
    try:
        with changes.change_set("directory.merge_parties", by=request.actor) as opened:
            choices = _choices(request.POST, compared)
            actions.merge_parties(kept, others=others, choices=choices, seen=told, by=request.actor)
    except Conflict:
        return _changed(request, refs, seen)
    except ValidationError as error:
        return _page(request, compared, problems=error.messages)
    text = ngettext("%(n)d contact merged into %(name)s", "%(n)d contacts merged into %(name)s", len(others))
    said = text % {"n": len(others), "name": kept.name}
    back = _back(sent) or reverse("directory:card", args=[kept.ref])
    return feedback.toast(feedback.redirect(request, back), said, undo=opened.ref)


def _changed(request: ActorRequest, refs: list[str], seen: Any) -> HttpResponse:
    """The page again, as the contacts stand now: who was written meanwhile, and what says otherwise."""
    chosen = _sent(request)
    fresh = merging.compare(refs, request.actor, kept=request.POST.get("kept", ""), chosen=chosen).since(seen)
    names = [one.party.name for one in fresh.sides if seen["versions"].get(one.party.ref) != one.party.version]
    said = _("Somebody changed %(names)s after you opened this page: look again before you merge. Nothing was done.")
    return _page(request, fresh, problems=[said % {"names": ", ".join(dict.fromkeys(names))}], status=409)


def _back(sent: QueryDict) -> str:
    """Where whoever came with `back` goes on: a page of ours, or nothing."""
    back = sent.get("back", "")
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


def _sent(request: ActorRequest) -> dict[str, str]:
    """What was ticked, by field."""
    return {key.removeprefix(CHOICE): str(ref) for key, ref in request.POST.items() if key.startswith(CHOICE)}


def _choices(sent: QueryDict, compared: Comparison) -> list[Any]:
    """Whose value of each field was ticked."""
    by_ref = {side.party.ref: side.party for side in compared.sides}
    return [
        {"field": line.key, "party": by_ref[ref]}
        for line in compared.lines
        if line.open and (ref := sent.get(f"{CHOICE}{line.key}", "")) in by_ref
    ]


def _page(request: ActorRequest, compared: Comparison, problems: Any = (), status: int = 422) -> HttpResponse:
    form = MergeForm(actor=request.actor) if len(compared.sides) < 2 else None
    sent = request.POST if request.method == "POST" else request.GET
    context = {
        "compared": compared,
        "kept": compared.sides[0].party if compared.sides else None,
        "form": form,
        "problems": problems,
        "again": [(side.party, _address(compared, side.party, sent)) for side in compared.sides],
        "back": _back(sent),
    }
    return render(request, "directory/merge/page.html", context, status=status if problems else 200)


def _address(compared: Comparison, kept: Party, sent: QueryDict) -> str:
    """The same contacts with another one kept."""
    asked = QueryDict(mutable=True)
    asked.setlist("ref", [side.party.ref for side in compared.sides])
    asked["kept"] = kept.ref
    if _back(sent):
        asked["back"] = _back(sent)
    return f"{reverse('directory:merge')}?{asked.urlencode()}"


@permitted(Party.record_key, "merge")
@require_POST
def merge_picked(request: ActorRequest) -> HttpResponse:
    """From the rows ticked in the list to their comparison."""
    selection = selection_of(request, registry.get(Party.record_key))
    refs = list(selection.rows().order_by("pk").values_list("ref", flat=True)[: MOST + 1])
    if not refs or len(refs) > MOST:
        return feedback.toast(HttpResponse(status=204), _("Tick two to four contacts to merge them."))
    if selection.rows("merge").count() < len(refs) or selection.rows("change").count() < len(refs):
        return feedback.toast(HttpResponse(status=204), _("Your profile may not merge all of these contacts."))
    asked = QueryDict(mutable=True)
    asked.setlist("ref", refs)
    return feedback.redirect(request, f"{reverse('directory:merge')}?{asked.urlencode()}")


@permitted(Party.record_key, "merge")
@require_POST
def unmerge(request: ActorRequest, ref: str) -> HttpResponse:
    """Take back the merge by which `merged` came into this contact; not another one than the page showed (`done`)."""
    kept = registry.get(Party.record_key).get(request.actor, ref, "merge")
    done = merging.merge_of(kept, request.POST.get("merged", ""), request.actor)
    if done is None:
        raise Missing
    if request.POST.get("done", done.ref) != done.ref:
        said = _("They were made two and one again since you opened this page: look again. Nothing was done.")
        response = feedback.toast(HttpResponse(), said, stays=True)
        return feedback.refresh(response, "record-changed")
    return undo.take_back(request, done)
