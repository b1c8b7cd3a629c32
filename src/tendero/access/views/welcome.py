"""The first day of a company: four things on one page, each kept as it is said, all of them changed later elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tendero.access import actions, ports
from tendero.access.company_forms import SELLS_TO, StartForm, TeamForm, mail_goes_out
from tendero.access.forms import tell
from tendero.access.links import absolute
from tendero.access.models import Invitation, Profile
from tendero.access.rules.countries import proposed
from tendero.kernel import clock
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.models import Setting
from tendero.kernel.permissions import Missing, Refused
from tendero.records import registry
from tendero.ui import feedback

SETTING: Final = "kernel.Setting"
USER: Final = "identity.User"
SAMPLE: Final = Decimal("1561.98")
SAMPLE_TAX: Final = Decimal("328.02")
PARTS: Final = {
    "fields": "access/welcome/fields.html",
    "note": "access/welcome/note.html",
    "preview": "access/welcome/preview.html",
}


@permitted(SETTING, "change")
@require_http_methods(["GET", "POST"])
def welcome(request: ActorRequest) -> HttpResponse:
    """The whole page; sent, it keeps what it says and goes where the button says."""
    form = StartForm(request.POST or None, initial=_known())
    if request.method == "POST" and form.is_valid():
        person: Any = request.user
        actions.set_up_company(person, by=request.actor, values=form.values)
        return _begin(request, request.POST.get("begin", ""))
    context = {**_told(form), **_team(request), "team_form": TeamForm(), "kinds": _kinds(form)}
    return render(request, "access/welcome/page.html", context, status=422 if form.errors else 200)


def _begin(request: ActorRequest, way: str) -> HttpResponse:
    """To the import, the example shop, or the first contact."""
    contacts = registry.get("directory.Party")
    if way == "example" and ports.example is not None:
        if ports.example.fits() and not Setting.read("example.state"):
            ports.example.load(request.actor)
        return feedback.redirect(request, reverse("access:example"))
    return feedback.redirect(request, contacts.url("import" if way == "import" else "new"))


@permitted(SETTING, "change")
@require_POST
def part(request: ActorRequest, name: str) -> HttpResponse:
    """A piece of the page as it is being filled in: nothing is written. A new country proposes what goes with it."""
    if name not in PARTS:
        raise Http404
    data = request.POST.copy()
    if name == "fields":
        found = proposed(data.get("company_country", ""))
        data["company_currency"], data["company_language"] = found.currency, found.language
    form = StartForm(initial={key: data.get(key, value) for key, value in _known().items()})
    response = render(request, PARTS[name], _told(form))
    return feedback.refresh(response, "company-typed") if name == "fields" else response


def _known() -> dict[str, Any]:
    return {name.replace(".", "_"): value for name, value in Setting.read_all().items() if name.startswith("company.")}


def _told(form: StartForm) -> dict[str, Any]:
    """The form and what can be told of what it holds."""
    held: Mapping[str, Any] = {name: form[name].value() or "" for name in form.fields}
    country = str(held["company_country"])
    told = ports.tax_id(str(held["company_tax_id"]), country)
    return {
        "form": form,
        "held": held,
        "tax_id_name": told.name,
        "doubt": told.doubt,
        "country": dict(form.fields["company_country"].choices).get(country, ""),  # type: ignore[attr-defined]
        "logo": Setting.read("company.logo"),
        "sample": _sample(country),
    }


def _sample(country: str) -> dict[str, Any]:
    """What a document would say; a tax only where Tendero knows the country's."""
    tax = SAMPLE_TAX if country == "ES" else None
    return {"net": SAMPLE, "tax": tax, "total": SAMPLE + (tax or 0), "year": clock.today().year}


def _kinds(form: StartForm) -> list[dict[str, Any]]:
    chosen = form["company_sells_to"].value()
    return [
        {"value": value, "label": label, "told": told, "icon": icon, "chosen": value == chosen}
        for value, label, told, icon in SELLS_TO
    ]


def _team(request: ActorRequest) -> dict[str, Any]:
    """Whoever is invited and has not come yet, with the profiles there are."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires__gt=clock.now())
    return {
        "waiting": list(waiting.exclude(email="").order_by("id")),
        "profiles": list(Profile.objects.values_list("code", "name")),
        "mailed": mail_goes_out(),
    }


@permitted(USER, "change")
@require_http_methods(["GET", "POST"])
def team(request: ActorRequest) -> HttpResponse:
    """Who is invited; sent, several more at once."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        profile = request.POST.get("profile", "comercial")
        try:
            actions.invite_team(by=request.actor, profile=profile, mail=mail_goes_out(), **form.cleaned_data)
            form = TeamForm()
        except (ValidationError, Refused) as error:
            tell(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
    status = 422 if form.errors else 200
    return render(request, "access/welcome/team.html", {**_team(request), "team_form": form}, status=status)


@permitted(USER, "change")
@require_POST
def invited_profile(request: ActorRequest, ref: str) -> HttpResponse:
    """Another profile for whoever is invited."""
    try:
        actions.change_invitation(_open(ref), by=request.actor, profile=request.POST.get("profile", ""))
    except (ValidationError, Refused) as error:
        said = error.messages[0] if isinstance(error, ValidationError) else str(error)
        return feedback.refresh(feedback.toast(HttpResponse(status=204), said), "rows-changed")
    return HttpResponse(status=204)


def _open(ref: str) -> Invitation:
    found = Invitation.objects.filter(ref=ref, accepted_at=None, revoked_at=None).first()
    if found is None:
        raise Missing
    return found


@permitted(USER, "change")
@require_POST
def invited_link(request: ActorRequest, ref: str) -> HttpResponse:
    """A fresh link of an invitation, shown once."""
    invitation = _open(ref)
    try:
        link = absolute(reverse("access:accept", args=[actions.renew_invitation(invitation, by=request.actor)]))
    except Refused as error:
        return feedback.toast(HttpResponse(status=204), str(error))
    return feedback.dialog(request, "access/invited.html", {"invitation": invitation, "link": link})


@permitted(SETTING, "change")
@require_POST
def week(request: ActorRequest, way: str) -> HttpResponse:
    """The checklist of the first week is put away from one's Hoy (`close`), or comes back to it (`open`)."""
    if way == "open":
        actions.reopen_first_week(by=request.actor)
        return feedback.redirect(request, "/")
    actions.close_first_week(by=request.actor)
    response = feedback.toast(HttpResponse(status=204), _("Put away; it comes back from your menu"))
    return feedback.refresh(response, "rows-changed")
