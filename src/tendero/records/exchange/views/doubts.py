"""Between columns and result: rows that may be somebody, each beside whom it may be."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.text import plain_number
from tendero.records import registry
from tendero.records.exchange import asking, queries, settling
from tendero.records.exchange.asking import Settled
from tendero.records.models.imports import Import
from tendero.ui import feedback

OF_ALL: Final = "two:"
"""The one answer that is given of all the page; each other one is about a row."""


@permitted(registry.key_of_slug, "import")
@require_GET
def show(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """A page of questions; each shows its two sides and takes an answer."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    return render(request, "records/import/doubts.html", _context(request, record, batch, _after(request.GET)))


@permitted(registry.key_of_slug, "import")
@require_POST
def answer(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Answer one question, or say of all of the page that wait that they are two; or take an answer back."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    after = _after(request.POST)
    page, _more = asking.page(batch, after)
    said = request.POST.get("answer", "")
    told, _colon, number = said.partition(":")
    chosen = [one.number for one in page if (str(one.number) == number if number else not one.answer)]
    if told not in asking.ANSWERS or not (number or said == OF_ALL):
        return _again(request, record, batch, after, _("Say it of one row: only that they are two is said of all."))
    answered = settling.settle(batch, chosen, told, seen=_seen(request.POST), by=request.actor)
    if number and not answered.doubts:
        return _again(request, record, batch, after, _("Nothing is asked here about that row: look again."))
    settled = list(answered.done.values())
    if len(settled) == 1 and settled[0].further:
        response = feedback.redirect(request, _and_back(settled[0].further, slug, batch))
        return feedback.toast(response, settled[0].said, stays=True) if settled[0].said else response
    done = next((one for one in settled if one.said), Settled(_said(told, len(answered.doubts), answered.spoken)))
    if not feedback.is_fragment(request):
        response = feedback.redirect(request, _address(slug, batch, after))
    else:
        context = _context(request, record, batch, after, answered=chosen[-1] if chosen else 0)
        response = render(request, "records/import/questions.html", context)
    return feedback.toast(response, done.said, undo=done.undo) if chosen else response


def _again(request: ActorRequest, record: Any, batch: Import, after: int, problem: str) -> HttpResponse:
    """The page as it stands, and why nothing was done."""
    if not feedback.is_fragment(request):
        return feedback.toast(feedback.redirect(request, _address(record.slug, batch, after)), problem)
    context = _context(request, record, batch, after)
    return feedback.toast(render(request, "records/import/questions.html", context, status=422), problem)


def _address(slug: str, batch: Import, after: int) -> str:
    return f"{reverse('records:import_doubts', args=[slug, batch.ref])}?after={after}"


def _seen(data: Any) -> dict[str, int]:
    """The versions that the page told, by reference; nothing of what it did not write."""
    try:
        found = json.loads(data.get("seen", ""))
    except (ValueError, RecursionError):
        return {}
    told = found.items() if isinstance(found, dict) else ()
    return {ref: version for ref, version in told if type(version) is int}


def _and_back(address: str, slug: str, batch: Import) -> str:
    return f"{address}&{urlencode({'back': reverse('records:import_doubts', args=[slug, batch.ref])})}"


def _said(told: str, count: int, before: bool) -> str:
    """What was done, for whoever does not see it; `before` says that there was an answer to take back."""
    if told == "same":
        return _("Noted: it is the same.")
    if told == "two":
        return _("Noted: they are two.") if count == 1 else _("Noted: all of this page are two.")
    return _("Taken back: it waits for an answer again.") if before else _("Left for later.")


def _context(request: ActorRequest, record: Any, batch: Import, after: int, answered: int = 0) -> dict[str, Any]:
    """The questions of a page with their sides; the next one that waits takes the focus after an answer."""
    page, more = asking.page(batch, after)
    sides = settling.sides(batch, page, request.actor)
    compared = settling.compared(batch, page, request.actor)
    steps = {number: _and_back(one.address, record.slug, batch) for number, one in compared.items()}
    pairs = [(one, sides[one.number], steps.get(one.number, "")) for one in page if one.number in sides]
    versions = {ref: version for one in compared.values() for ref, version in one.versions.items()}
    left = [one.number for one, _sides, _address in pairs if not one.answer]
    following = next((number for number in left if number > answered), left[0] if left else 0)
    return {
        "record": record,
        "batch": batch,
        "step": 2 if batch.editable else 3,
        "pairs": pairs,
        "after": after,
        "following": page[-1].number if more else 0,
        "focus": following if answered else 0,
        "waiting": asking.waiting(batch),
        "unanswered": len(left),
        "seen": json.dumps(versions, separators=(",", ":")) if versions else "",
    }


def _after(data: Any) -> int:
    return plain_number(data.get("after", "")) or 0
