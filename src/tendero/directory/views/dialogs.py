"""The small dialogs of the card: each writes one thing and closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.directory import actions
from tendero.directory.forms import ConsentForm, ObservationForm, PersonForm, PhotoForm, RelateForm, RoleForm, TagForm
from tendero.directory.models import ConsentEntry, Observation, Party, PartyRole
from tendero.directory.queries import card
from tendero.kernel import changes, clock, files, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing
from tendero.records import registry
from tendero.ui import feedback

Write = Callable[[Any], Any]
TEMPLATE = "directory/dialog/form.html"


def party_of(actor: Actor, ref: str, verb: str = "change") -> Party:
    """The contact of this reference; Missing or Refused."""
    party: Party = registry.get(Party.record_key).get(actor, ref, verb)
    return party


def serve(
    request: ActorRequest,
    form: forms.Form,
    title: str,
    said: str,
    write: Write,
    *,
    template: str = TEMPLATE,
    **context: Any,
) -> HttpResponse:
    """Show a dialog, or write what it says: errors come back beside their fields."""
    if request.method == "POST" and form.is_valid():
        try:
            with changes.change_set("directory.card", by=request.actor) as opened:
                write(form.cleaned_data)
        except ValidationError as error:
            _blame(form, error)
        else:
            return done(said, opened.ref)
    status = 422 if form.errors else 200
    shown = {"form": form, "heading": title, "action": request.get_full_path(), **context}
    return feedback.dialog(request, template, shown, status)


def done(said: str, change_set: str) -> HttpResponse:
    """Close the dialog, have the card read again, offer to undo."""
    response = feedback.close_dialog(HttpResponse())
    feedback.refresh(response, "record-changed", "rows-changed")
    return feedback.toast(response, said if change_set else _("Nothing had changed"), undo=change_set.strip("-"))


def _blame(form: forms.Form, error: ValidationError) -> None:
    """Errors of fields the form does not have stand above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


@permitted(Party.record_key, "change")
@require_http_methods(["GET", "POST"])
def role(request: ActorRequest, ref: str) -> HttpResponse:
    """Give a role."""
    party = party_of(request.actor, ref)
    form = RoleForm(request.POST or None, initial={"since": clock.today(request.actor.time_zone)})

    def write(data: Any) -> None:
        actions.give_role(party, by=request.actor, **data)

    return serve(request, form, _("Give a role"), _("Role given"), write)


@permitted(Party.record_key, "change")
@require_http_methods(["GET", "POST"])
def role_held(request: ActorRequest, ref: str, role: str) -> HttpResponse:
    """The dates of a role he holds, and a button to say that he no longer does."""
    party = party_of(request.actor, ref)
    given = PartyRole.objects.filter(party=party, current__ref=role).select_related("role").first()
    if given is None:
        raise Missing
    names = ("since", "until", "target")
    form = RoleForm(request.POST or None, initial={name: getattr(given, name) for name in names})
    del form.fields["role"]

    def write(data: Any) -> None:
        if "end" in request.POST:
            actions.end_role(party, role=given.role, by=request.actor)
        else:
            actions.give_role(party, role=given.role, by=request.actor, **data)

    said = _("No longer: %(role)s") % {"role": given.role.name} if "end" in request.POST else _("Saved")
    return serve(request, form, given.role.name, said, write, template="directory/dialog/role.html")


@permitted(Party.record_key, "change")
@require_http_methods(["GET", "POST"])
def tag(request: ActorRequest, ref: str) -> HttpResponse:
    """Put a tag on."""
    party = party_of(request.actor, ref)
    form = TagForm(request.POST or None)

    def write(data: Any) -> None:
        actions.add_tag(party, tag=actions.tag_named(data["name"], by=request.actor), by=request.actor)

    return serve(request, form, _("Add a tag"), _("Tag added"), write, known=form.known())


@permitted(Party.record_key, "change")
@require_http_methods(["GET", "POST"])
def observation(request: ActorRequest, ref: str, kind: str) -> HttpResponse:
    """Note a taste or a need."""
    party = party_of(request.actor, ref)
    if kind not in Observation.Kind.values:
        raise Missing
    initial = {"kind": kind, "on": clock.today(request.actor.time_zone)}
    form = ObservationForm(request.POST or None, initial=initial, actor=request.actor)

    def write(data: Any) -> None:
        actions.note_observation(party, by=request.actor, **data)

    title = _("What he likes") if kind == Observation.Kind.TASTE else _("What he needs")
    return serve(request, form, title, _("Noted"), write)


@permitted(Party.record_key, "change")
@require_http_methods(["GET", "POST"])
def relate(request: ActorRequest, ref: str) -> HttpResponse:
    """Relate with another contact. With the one that the desk of duplicates names (`other`), they are two for good."""
    party = party_of(request.actor, ref)
    named = request.GET.get("other", "")
    form = RelateForm(request.POST or None, actor=request.actor, initial={"other": named})

    def write(data: Any) -> None:
        first, told = form.told(party)
        actions.relate(first, by=request.actor, **told)
        if data["other"].ref == named:
            actions.keep_apart(party, other=data["other"], by=request.actor)

    return serve(request, form, _("New relationship"), _("Related"), write)


@permitted(Party.record_key, "add")
@require_http_methods(["GET", "POST"])
def person(request: ActorRequest, ref: str) -> HttpResponse:
    """Somebody new who works at this company."""
    party = party_of(request.actor, ref)
    form = PersonForm(request.POST or None)

    def write(data: Any) -> None:
        actions.add_contact_person(party, by=request.actor, **data)

    title = _("Somebody who works at %(company)s") % {"company": party.name}
    return serve(request, form, title, _("Written"), write)


@permitted(Party.record_key, "change")
@require_http_methods(["GET", "POST"])
def consent(request: ActorRequest, ref: str) -> HttpResponse:
    """Note a permission or an objection."""
    party = party_of(request.actor, ref)
    form = ConsentForm(request.POST or None)

    def write(data: Any) -> None:
        actions.record_consent(party, by=request.actor, **data)

    return serve(request, form, _("Permission or objection"), _("Noted"), write)


@permitted(Party.record_key, "view")
@require_GET
def ledger(request: ActorRequest, ref: str) -> HttpResponse:
    """Every entry of the ledger, with its proof."""
    party = party_of(request.actor, ref, "view")
    if "consents" in permissions.hidden_fields(request.actor, Party.record_key):
        raise Missing
    context = {"party": party, "entries": card.ledger(party), "wide": True}
    return feedback.dialog(request, "directory/dialog/ledger.html", context)


@permitted(Party.record_key, "change")
@require_POST
def annul(request: ActorRequest, ref: str, entry: int) -> HttpResponse:
    """A permission was noted by mistake."""
    party = party_of(request.actor, ref)
    found = ConsentEntry.objects.filter(party=party, pk=entry).first()
    if found is None:
        raise Missing
    with changes.change_set("directory.annul_consent", by=request.actor):
        actions.annul_consent(party, entry=found, by=request.actor)
    return done(_("Annulled; both entries stay in the ledger"), "-")


@permitted(Party.record_key, "change")
@require_http_methods(["GET", "POST"])
def photo(request: ActorRequest, ref: str) -> HttpResponse:
    """Put a photo or a logo."""
    party = party_of(request.actor, ref)
    form = PhotoForm(request.POST or None, request.FILES or None)

    def write(data: Any) -> None:
        actions.set_photo(party, upload=data["photo"], by=request.actor)

    return serve(request, form, _("Photo or logo"), _("Saved"), write, multipart=True)


@permitted(Party.record_key, "view")
@require_GET
def picture(request: ActorRequest, ref: str) -> HttpResponseBase:
    """The photo itself, for whoever may see the contact."""
    party = party_of(request.actor, ref, "view")
    if party.photo is None or "photo" in permissions.hidden_fields(request.actor, Party.record_key):
        raise Missing
    return files.download(party.photo, inline_picture=True)
