"""A new contact with one hand: a person or a company, warned while typing if it is here already."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tendero.directory import actions
from tendero.directory.forms import QuickForm
from tendero.directory.models import Party, PartyKind, RoleType
from tendero.directory.queries import doubts, duplicates_of
from tendero.directory.rules.consent import Basis, Decision
from tendero.kernel import changes, permissions
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Refused
from tendero.records import registry
from tendero.records.form import views as forms
from tendero.ui import feedback

TEMPLATE = "directory/quick/dialog.html"


@permitted(Party.record_key, "add")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """The quick dialog; the whole form is the record engine's."""
    if not (request.GET.get("quick") or request.POST.get("quick")):
        return forms.new(request, slug="parties")
    sent = request.POST if request.method == "POST" else None
    form = QuickForm(sent, closed=_closed(request), initial=_beginning(request))
    if request.method == "POST" and form.is_valid():
        try:
            with changes.change_set("directory.quick", by=request.actor) as opened:
                party = _write(form, request)
            return _made(request, party, opened.ref)
        except ValidationError as error:
            for name, problems in getattr(error, "error_dict", {None: error}).items():
                form.add_error(name if name in form.fields else None, problems)
        except Refused as error:
            form.add_error(None, str(error))
    context = {"form": form, "action": request.get_full_path(), "draft": "parties:quick"}
    return feedback.dialog(request, TEMPLATE, context, 422 if form.errors else 200)


def _closed(request: ActorRequest) -> frozenset[str]:
    """The fields that whoever asks may not set."""
    by = request.actor
    return permissions.hidden_fields(by, Party.record_key) | permissions.readonly_fields(by, Party.record_key)


def _beginning(request: ActorRequest) -> dict[str, Any]:
    first = RoleType.objects.filter(code="prospect").first()
    asked = {name: request.GET[name] for name in ("name", "phone", "email", "kind") if name in request.GET}
    usual = registry.get(Party.record_key).initial or dict
    return {"role": first.ref if first else "", **usual(), **asked}


def _write(form: QuickForm, request: ActorRequest) -> Party:
    """The contact, whom one deals with there, and the permission he gave; its responsible is whoever writes it."""
    values, data, by = form.values(), form.cleaned_data, request.actor
    closed = _closed(request)
    if by.user_id and "owner" not in closed:
        values["owner"] = request.user
    party: Party = actions.create_party(by=by, values={k: v for k, v in values.items() if k not in closed})
    if data.get("contact") and party.kind == PartyKind.ORGANISATION:
        actions.add_contact_person(party, name=data["contact"], by=by)
    if data.get("consent"):
        given, basis = Decision.GIVEN.value, Basis.CONSENT.value
        actions.record_consent(party, decision=given, purpose="offers", basis=basis, proof=data["consent"], by=by)
    return party


def _made(request: ActorRequest, party: Party, change_set: str) -> HttpResponse:
    """Back to where the dialog stood, or to the card to note what was talked about."""
    said = _("%(name)s added") % {"name": party.name}
    card = reverse("directory:card", args=[party.ref])
    if request.POST.get("then") == "note" or not feedback.is_fragment(request):
        return feedback.toast(feedback.redirect(request, f"{card}#panel-timeline"), said, undo=change_set)
    response = feedback.close_dialog(HttpResponse())
    feedback.refresh(response, "rows-changed")
    return feedback.toast(response, said, undo=change_set, link=card)


@permitted(Party.record_key, "add")
@require_POST
def similar(request: ActorRequest) -> HttpResponse:
    """While it is typed: contacts that may be the same, and what looks wrong. Nothing is written."""
    form = QuickForm(request.POST)
    form.is_valid()
    typed = {name: request.POST.get(name, "") for name in ("kind", "name", "phone", "email", "city", "tax_id")}
    typed |= {name: request.POST.get(name, "") for name in ("postal_code",)}
    others = set(request.POST.getlist("not"))
    found = [one for one in duplicates_of(typed, request.actor) if (one.party.ref if one.party else "-") not in others]
    context = {"found": found[:1], "others": sorted(others), "doubts": doubts(typed)}
    return render(request, "directory/quick/similar.html", context)
