"""What names of products in a file of sales are: asked on the screen of the import, before it is confirmed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing
from tendero.kernel.text import plain_number
from tendero.records import registry
from tendero.records.exchange import queries
from tendero.records.exchange.refusal import Refused
from tendero.records.models import Import
from tendero.sales.actions.importing import answering
from tendero.sales.forms import WhichProductForm
from tendero.sales.models import Sale
from tendero.sales.queries.naming import names_asked
from tendero.ui import feedback

CHANGED = "import-changed"
"""Told to the page: what the import would do has to be counted again."""


@permitted("sales.Sale", "import")
@require_GET
def names(request: ActorRequest, ref: str) -> HttpResponse:
    """A page of the names."""
    return _section(request, _draft(request, ref), request.GET.get("page", ""))


@permitted("sales.Sale", "import")
@require_POST
def answer(request: ActorRequest, ref: str) -> HttpResponse:
    """Keep one answer, or all that are proposed."""
    batch = _draft(request, ref)
    told = {request.POST.get("key", ""): request.POST.get("answer", "")}
    try:
        answering.answer_names(batch, answering.proposed(batch) if "all" in request.POST else told, by=request.actor)
    except (ValidationError, Refused) as refused:
        said = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
        return feedback.toast(_section(request, batch, request.POST.get("page", "")), said)
    return feedback.refresh(_section(request, batch, request.POST.get("page", "")), CHANGED)


@permitted("sales.Sale", "import")
@require_http_methods(["GET", "POST"])
def pick(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask which product a name is."""
    batch = _draft(request, ref)
    key = request.POST.get("key") or request.GET.get("key", "")
    name = next((one["name"] for one in answering.asked(batch) if one["key"] == key), None)
    if name is None:
        raise Missing
    form = WhichProductForm(request.POST or None, initial={"key": key}, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        meant = answering.as_product(form.cleaned_data["product"])
        try:
            answering.answer_names(batch, {key: meant}, by=request.actor)
        except (ValidationError, Refused) as refused:
            form.add_error(None, ValidationError(str(refused)))
        else:
            response = feedback.close_dialog(HttpResponse())
            return feedback.refresh(response, CHANGED, "names-changed")
    heading = _("Which product is “%(name)s”?") % {"name": name}
    context = {"form": form, "heading": heading, "action": request.path}
    return feedback.dialog(request, "sales/dialog/give_back.html", context, 422 if form.errors else 200)


def _draft(request: ActorRequest, ref: str) -> Import:
    """The import that is being prepared; Missing once it has begun."""
    batch = queries.get(registry.get(Sale.record_key), request.actor, ref)
    if not batch.editable:
        raise Missing
    return batch


def _section(request: ActorRequest, batch: Import, page: str) -> HttpResponse:
    number = plain_number(page, 99_999) or 1
    asked = names_asked(batch, request.actor, number)
    return render(request, "sales/importing/names.html", {"batch": batch, "asked": asked, "opened": True})
