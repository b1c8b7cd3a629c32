"""Panels of the catalog, each loaded again when what it shows has changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tendero.catalog import panels
from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry


@permitted("catalog.Product", "view")
@require_GET
def prices(request: ActorRequest, ref: str) -> HttpResponse:
    """What the product has cost and fetched."""
    product = registry.get("catalog.Product").get(request.actor, ref)
    return render(request, "catalog/panel/prices.html", dict(panels.prices(product, request.actor)))
