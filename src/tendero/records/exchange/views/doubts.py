"""Between columns and result: rows that may be somebody, each beside whom it may be."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry
from tendero.records.exchange import asking, queries, settling
from tendero.records.exchange.asking import Asking, Settled
from tendero.records.models.imports import Import, ImportDoubt
from tendero.ui import feedback


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
    """Answer one question, or all of the page that nobody has answered; or take an answer back."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    after = _after(request.POST)
    page, _more = asking.page(batch, after)
    told, _colon, number = request.POST.get("answer", "").partition(":")
    chosen = [one for one in page if (str(one.number) == number if number else not one.answer)]
    before = any(one.answer for one in chosen)
    for one in chosen:
        one.batch = batch
    asking.answer(chosen, told, by=request.actor)
    settled = list(settling.decided(batch, chosen, request.actor).values()) if told or before else []
    if len(settled) == 1 and settled[0].further:
        return feedback.redirect(request, _and_back(settled[0].further, slug, batch))
    done = next((one for one in settled if one.said), Settled(_said(told, len(chosen), before)))
    if not feedback.is_fragment(request):
        response = feedback.redirect(request, f"{reverse('records:import_doubts', args=[slug, ref])}?after={after}")
    else:
        context = _context(request, record, batch, after, answered=chosen[-1].number if chosen else 0)
        response = render(request, "records/import/questions.html", context)
    return feedback.toast(response, done.said, undo=done.undo) if chosen else response


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
    compared = _compared(batch, page, request)
    pairs = [(one, sides[one.number], compared.get(one.number, "")) for one in page if one.number in sides]
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
    }


def _compared(batch: Import, doubts: list[ImportDoubt], request: ActorRequest) -> dict[int, str]:
    """Once the file is in: where each row stands beside whom it may be, field by field, by row."""
    session = settling.session_of(batch, request.actor)
    if batch.state != Import.State.DONE or not isinstance(session, Asking):
        return {}
    slug = registry.get(batch.record_key).slug
    pairs = asking.beside(batch, doubts)
    addresses = session.compared(pairs)
    return {one.row: _and_back(addresses[one.one], slug, batch) for one in pairs if one.one in addresses}


def _after(data: Any) -> int:
    text = data.get("after", "")
    return int(text) if text.isdigit() and len(text) < 8 else 0
