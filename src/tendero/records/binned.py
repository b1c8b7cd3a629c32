"""The bin: what was put there, and taking it out again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Refused
from tendero.records import registry, writing
from tendero.records.listing.page import avatar_kind
from tendero.records.rows import Rows
from tendero.records.sight import titles
from tendero.ui import feedback

PAGE = 50
MOST = 500


@permitted(registry.key_of_slug, "delete")
@require_GET
def show(request: ActorRequest, slug: str) -> HttpResponse:
    """Rows in the bin that this actor could have put there, the search box over them."""
    record = registry.by_slug(slug)
    text = request.GET.get("q", "").strip()[:200]
    rows = Rows(record, request.actor, text=text, binned=True)
    page = rows.page(cursor=request.GET.get("cursor", "")[:500], limit=PAGE)
    lines = [{"row": row, "title": record.title(row), "kind": avatar_kind(row)} for row in page.rows]
    context = {"record": record, "lines": lines, "page": page, "text": text, "here": request.get_full_path()}
    return render(request, "records/bin/page.html", context)


@permitted(registry.key_of_slug, "delete")
@require_POST
def to_bin(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Put one record in the bin."""
    record = registry.by_slug(slug)
    row = record.get(request.actor, ref, "delete")
    (title,) = titles([row], request.actor)
    with changes.change_set(f"records.to_bin:{record.key}", by=request.actor) as opened:
        writing.to_bin(record, [row], by=request.actor)
    text = _("%(what)s is in the bin") % {"what": title}
    return feedback.toast(feedback.redirect(request, record.url()), text, undo=opened.ref)


@permitted(registry.key_of_slug, "delete")
@require_POST
def restore(request: ActorRequest, slug: str) -> HttpResponse:
    """Take the ticked records, or the one whose button was pressed, out of the bin."""
    record = registry.by_slug(slug)
    refs = (request.POST.getlist("one") or request.POST.getlist("row"))[:MOST]
    found = record.model.everything.visible_to(request.actor, "delete")
    rows = list(found.filter(ref__in=refs, binned_at__isnull=False))
    response = HttpResponse()
    response["HX-Reswap"] = "none"
    feedback.refresh(response, "rows-changed")
    try:
        with changes.change_set(f"records.restore:{record.key}", by=request.actor) as opened:
            count = writing.restore(record, rows, by=request.actor) if rows else 0
    except (ValidationError, Refused) as error:
        return feedback.toast(response, _problem(error))
    text = ngettext("%(n)d taken out of the bin", "%(n)d taken out of the bin", count) % {"n": count}
    return feedback.toast(response, text, undo=opened.ref)


def _problem(error: Any) -> str:
    if isinstance(error, ValidationError):
        return " ".join(str(text) for text in error.messages)
    return str(error)
