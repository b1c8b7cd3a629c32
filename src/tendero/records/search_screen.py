"""Global search: the palette's results, the page of all of them, suggestions for boxes, and what was opened lately."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import permissions
from tendero.kernel import text as folding
from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest, permitted, signed_in
from tendero.kernel.permissions import Missing
from tendero.records import registry, search
from tendero.records.listing.page import avatar_kind
from tendero.records.rows import Rows
from tendero.records.veil import veiled
from tendero.ui import feedback, menu

LONGEST: Final = 200
IN_PALETTE: Final = 5
ON_PAGE: Final = 20
SUGGESTED: Final = 12
RECENT: Final = 8
_RECENT_KEY: Final = "records_recent"


@signed_in
@require_GET
def find(request: ActorRequest) -> HttpResponse:
    """Everything that answers the words, by kind; as a page, or as the inside of the palette while typing."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    slug = request.GET.get("record", "")
    if slug:
        return suggestions(request, slug, asked)
    fragment = feedback.is_fragment(request)
    answer = search.search(request.actor, asked, IN_PALETTE if fragment else ON_PAGE) if asked else None
    groups = [_shown(group, asked, request) for group in answer.groups] if answer else []
    context = {
        "asked": asked,
        "groups": groups,
        "suggestions": answer.suggestions if answer else (),
        "recent": recent(request) if not asked else [],
        "new": menu.new_for(request.actor) if asked else [],
    }
    return render(request, f"records/search/{'found' if fragment else 'page'}.html", context)


def _shown(group: search.Group, asked: str, request: ActorRequest) -> dict[str, Any]:
    record = registry.get(group.key)
    hidden = permissions.hidden_fields(request.actor, record.key)
    hits = [
        {
            "hit": hit,
            "title": marked(hit.title, asked),
            "kind": avatar_kind(row),
            "call": record.call(row, hidden),
        }
        for hit in group.hits
        for row in [veiled(hit.row, request.actor)]
    ]
    return {"group": group, "hits": hits, "all": f"{group.url}?view=all&q={asked}"}


def marked(title: str, asked: str) -> SafeString:
    """The title with the words that answer in bold, accents and capitals aside."""
    wanted = folding.words(asked)
    parts = []
    for word in title.split(" "):
        hit = any(folding.fold(word).startswith(one) for one in wanted)
        parts.append(format_html("<mark>{}</mark>" if hit else "{}", word))
    return mark_safe(" ".join(parts))  # noqa: S308 - every part is escaped


@permitted(registry.key_of_slug, "view")
@require_GET
def suggest(request: ActorRequest, slug: str) -> HttpResponse:
    """Options for a box that names a record of this kind."""
    return suggestions(request, slug, request.GET.get("q", "").strip()[:LONGEST])


def suggestions(request: ActorRequest, slug: str, asked: str) -> HttpResponse:
    """The first rows that answer, within what the actor may see."""
    record = registry.find(slug)
    if record is None:
        raise Missing
    page = Rows(record, request.actor, text=asked).page(limit=SUGGESTED)
    hidden = permissions.hidden_fields(request.actor, record.key)
    options = [
        {"row": row, "title": record.title(row), "subtitle": record.subtitle(row, hidden), "kind": avatar_kind(row)}
        for row in (veiled(row, request.actor) for row in page.rows)
    ]
    return render(request, "records/search/options.html", {"options": options, "asked": asked, "record": record})


@signed_in
@require_POST
def opened(request: ActorRequest) -> HttpResponse:
    """The page tells that a record was opened; kept in the session, so that reading writes nothing."""
    record = registry.find(request.POST.get("record", ""))
    ref = request.POST.get("ref", "")
    if record is not None and record.rows(request.actor).filter(ref=ref).exists():
        kept = [pair for pair in request.session.get(_RECENT_KEY, []) if pair != [record.slug, ref]]
        request.session[_RECENT_KEY] = [[record.slug, ref], *kept][:RECENT]
    return HttpResponse(status=204)


def recent(request: ActorRequest) -> list[dict[str, Any]]:
    """What this person opened lately and may still see."""
    kept = [tuple(pair) for pair in request.session.get(_RECENT_KEY, [])]
    rows: dict[tuple[str, str], Any] = {}
    for slug in {slug for slug, _ref in kept}:
        record = registry.find(slug)
        if record is not None:
            wanted = [ref for one, ref in kept if one == slug]
            found = record.rows(request.actor).filter(ref__in=wanted)
            rows |= {(slug, row.ref): veiled(row, request.actor) for row in found}
    return [_recent(request.actor, slug, rows[slug, ref]) for slug, ref in kept if (slug, ref) in rows]


def _recent(actor: Actor, slug: str, row: Any) -> dict[str, Any]:
    record = registry.by_slug(slug)
    return {
        "title": record.title(row),
        "subtitle": record.subtitle(row, permissions.hidden_fields(actor, record.key)) or record.labels.one,
        "url": record.url("detail", row),
        "icon": record.icon,
        "kind": avatar_kind(row),
    }
