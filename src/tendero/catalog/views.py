"""Hand-made screens of the catalog: what customers ask for, and panels that are loaded again when they have changed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tendero.catalog import actions, panels
from tendero.catalog.forms import NameDemandForm
from tendero.catalog.models import Product
from tendero.catalog.queries import demand
from tendero.directory.models import Party
from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing, may, readonly_fields
from tendero.records import registry
from tendero.ui import feedback


@permitted("catalog.Product", "view")
@require_GET
def prices(request: ActorRequest, ref: str) -> HttpResponse:
    """What the product has cost and fetched."""
    product = registry.get("catalog.Product").get(request.actor, ref)
    return render(request, "catalog/panel/prices.html", dict(panels.prices(product, request.actor)))


@permitted("catalog.Product", "view")
@require_GET
def unmet(request: ActorRequest) -> HttpResponse:
    """What is asked for and not sold, and needs that name no product; 404 for whoever may not know of needs."""
    actor = request.actor
    if not demand.may_ask(actor):
        raise Missing
    names = may(actor, "change", Party.record_key) and "observations" not in readonly_fields(actor, Party.record_key)
    context = {"unsold": demand.unsold(actor), "unnamed": demand.unnamed(actor), "may_name": names}
    return render(request, "catalog/demand/page.html", context)


@permitted("directory.Party", "change")
@require_http_methods(["GET", "POST"])
def name(request: ActorRequest) -> HttpResponse:
    """Say which product customers mean by words of theirs."""
    if not (demand.may_ask(request.actor) and may(request.actor, "view", Product.record_key)):
        raise Missing
    words = request.POST.get("words") or request.GET.get("words", "")
    form = NameDemandForm(request.POST or None, initial={"words": words}, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            with changes.change_set("catalog.name_demand", by=request.actor) as opened:
                product = actions.name_demand(words, product=form.cleaned_data["product"], by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            response = feedback.close_dialog(HttpResponse())
            feedback.refresh(response, "rows-changed")
            said = _("Whoever asks for it now names “%(product)s”") % {"product": product.name}
            return feedback.toast(response, said, undo=opened.ref)
    heading = _("Which product is “%(words)s”?") % {"words": words}
    context = {"form": form, "heading": heading, "action": request.path}
    return feedback.dialog(request, "catalog/dialog.html", context, 422 if form.errors else 200)
