"""Panels that are loaded again when what they tell has changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry
from tendero.sales import panels


@permitted("sales.Sale", "view")
@require_GET
def lines(request: ActorRequest, ref: str) -> HttpResponse:
    """The lines and sums of a sale."""
    sale = registry.get("sales.Sale").get(request.actor, ref)
    return render(request, "sales/panel/lines.html", dict(panels.lines(sale, request.actor)))


@permitted("sales.Sale", "view")
@require_GET
def of_party(request: ActorRequest, ref: str) -> HttpResponse:
    """What a contact has bought."""
    party = registry.get("directory.Party").get(request.actor, ref)
    return render(request, "sales/panel/purchases.html", dict(panels.purchases(party, request.actor)))
