"""A record's page and its side panel: head, fields, and the panels of every room."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tendero.kernel import permissions
from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry
from tendero.records.detail.facts import sections, shown_panels
from tendero.records.listing.page import avatar_kind
from tendero.records.registry import RecordType
from tendero.records.veil import whole


@permitted(registry.key_of_slug, "view")
@require_GET
def show(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """The page of one record."""
    record = registry.by_slug(slug)
    row = whole(record, record.get(request.actor, ref), request.actor)
    context = record_context(record, row, request) | shown_panels(record, row, request.actor)
    return render(request, "records/detail/page.html", context)


@permitted(registry.key_of_slug, "view")
@require_GET
def panel(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """The record beside the list."""
    record = registry.by_slug(slug)
    row = whole(record, record.get(request.actor, ref), request.actor)
    context = record_context(record, row, request) | shown_panels(record, row, request.actor, brief=True)
    return render(request, "records/panel/panel.html", context)


def record_context(record: RecordType[Any], row: Any, request: ActorRequest) -> dict[str, Any]:
    """What head and facts of a record show."""
    actor, hidden = request.actor, permissions.hidden_fields(request.actor, record.key)
    rights = {verb: permissions.allowed(actor, verb, row) for verb in ("change", "delete")}
    return {
        "record": record,
        "row": row,
        "title": record.title(row),
        "subtitle": record.subtitle(row, hidden),
        "kind": avatar_kind(row),
        "call": record.call(row, hidden),
        "url": record.url("detail", row),
        "may": rights,
        "offered": record.offered(actor),
        "actor": actor,
        "sections": sections(record, row, actor, editable=rights["change"]),
    }
