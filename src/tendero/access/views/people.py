"""Settings: people, invitations and teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.access import actions, queries
from tendero.access.forms import InvitationForm, NameForm, PersonForm, tell
from tendero.access.links import absolute
from tendero.access.models import Invitation, Profile
from tendero.identity.models import Team, User
from tendero.kernel import clock
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing, Refused
from tendero.ui import feedback

RECORD = "identity.User"


@permitted(RECORD, "change")
@require_GET
def people(request: ActorRequest) -> HttpResponse:
    """Everyone, the open invitations, and the teams."""
    named = dict(Profile.objects.values_list("code", "name"))
    everyone = list(queries.people())
    for person in everyone:
        person.profile_name = named.get(person.profile, person.profile)  # type: ignore[attr-defined]
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires__gt=clock.now())
    active = Count("people", filter=Q(people__is_active=True))
    context = {
        "people": [person for person in everyone if person.is_active],
        "gone": [person for person in everyone if not person.is_active],
        "invitations": waiting.select_related("team"),
        "teams": Team.objects.annotate(size=active),
        "named": named,
    }
    return render(request, "access/people.html", context)


@permitted(RECORD, "change")
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Ask whom; then show the link, once."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = actions.invite(by=request.actor, **form.cleaned_data)
        except (ValidationError, Refused) as error:
            tell(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
        else:
            link = absolute(reverse("access:accept", args=[secret]))
            answer = feedback.dialog(request, "access/invited.html", {"invitation": invitation, "link": link})
            return feedback.refresh(answer, "rows-changed")
    return _form(request, form, _("Invite a person"), submit=_("Make the link"))


@permitted(RECORD, "change")
@require_POST
def withdraw(request: ActorRequest, ref: str) -> HttpResponse:
    """The invitation opens nothing any more."""
    invitation = Invitation.objects.filter(ref=ref, accepted_at=None).first()
    if invitation is None:
        raise Missing
    actions.withdraw_invitation(invitation, by=request.actor)
    return _done(_("Invitation withdrawn"))


@permitted(RECORD, "change")
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, ref: str) -> HttpResponse:
    """Name, e-mail, profile and team of a colleague."""
    person = _person(ref)
    form = PersonForm.of(person, request.POST or None)
    return _answer(
        request, form, person.name, lambda found: actions.update_person(person, by=request.actor, **found), _("Saved")
    )


@permitted(RECORD, "change")
@require_POST
def deactivate(request: ActorRequest, ref: str) -> HttpResponse:
    """Out at once: sessions and tokens end."""
    person = _person(ref)
    return _attempt(
        lambda: actions.deactivate(person, by=request.actor), _("%(name)s is out") % {"name": person.first_name}
    )


@permitted(RECORD, "change")
@require_POST
def reset(request: ActorRequest, ref: str) -> HttpResponse:
    """A link for a new password goes to his e-mail."""
    person = _person(ref)
    return _attempt(lambda: actions.send_reset(person, by=request.actor), _("A link is on its way by e-mail"))


@permitted(RECORD, "change")
@require_POST
def reactivate(request: ActorRequest, ref: str) -> HttpResponse:
    """In again."""
    person = _person(ref)
    return _attempt(
        lambda: actions.reactivate(person, by=request.actor),
        _("%(name)s may sign in again") % {"name": person.first_name},
    )


@permitted(RECORD, "change")
@require_http_methods(["GET", "POST"])
def team_new(request: ActorRequest) -> HttpResponse:
    """A new team."""
    form = NameForm(request.POST or None)
    return _answer(
        request, form, _("New team"), lambda found: actions.add_team(by=request.actor, **found), _("Team made")
    )


@permitted(RECORD, "change")
@require_http_methods(["GET", "POST"])
def team_edit(request: ActorRequest, ref: str) -> HttpResponse:
    """Another name for a team."""
    team = Team.objects.filter(ref=ref).first()
    if team is None:
        raise Missing
    form = NameForm(request.POST or None, initial={"name": team.name})
    return _answer(
        request, form, team.name, lambda found: actions.rename_team(team, by=request.actor, **found), _("Saved")
    )


def _person(ref: str) -> User:
    person = User.objects.filter(ref=ref).first()
    if person is None:
        raise Missing
    return person


def _answer(
    request: ActorRequest, form: Form, heading: str, act: Callable[[dict[str, Any]], object], said: str
) -> HttpResponse:
    """The dialog, or what came of it."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        except Refused as error:
            tell(form, ValidationError(str(error)))
        else:
            return _done(said)
    return _form(request, form, heading)


def _form(request: ActorRequest, form: Form, heading: str, submit: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "action": request.path, "submit": submit}
    return feedback.dialog(request, "access/form.html", context, 422 if form.errors else 200)


def _attempt(act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return feedback.toast(HttpResponse(status=204), str(error))
    return _done(said)


def _done(said: str) -> HttpResponse:
    answer = feedback.close_dialog(HttpResponse())
    return feedback.toast(feedback.refresh(answer, "rows-changed"), said)
