"""One's own account: name, language, password, second factor, sessions, API tokens."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tendero.access import actions
from tendero.access.forms import AccountForm, NameForm, tell
from tendero.access.models import ApiToken, OpenSession
from tendero.kernel.door import signed_in
from tendero.kernel.permissions import Missing, Refused
from tendero.ui import feedback


@signed_in
@require_http_methods(["GET", "POST"])
def account(request: Any) -> HttpResponse:
    """Everything about oneself on one page."""
    from allauth.mfa.utils import is_mfa_enabled

    person = request.user
    known = {"name": person.name, "language": person.language, "time_zone": person.time_zone}
    form = AccountForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_account(person, by=request.actor, **form.cleaned_data)
        return feedback.toast(feedback.redirect(request, reverse("access:account")), _("Saved"))
    context = {
        "form": form,
        "second_factor": is_mfa_enabled(person),
        "sessions": OpenSession.objects.filter(user=person),
        "here": request.session.session_key,
        "tokens": ApiToken.objects.filter(user=person, revoked_at=None),
    }
    return render(request, "access/account.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def token_new(request: Any) -> HttpResponse:
    """Ask what it is for; then show it, once."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = actions.create_token(request.user, by=request.actor, name=form.cleaned_data["name"])
        except Refused as error:
            tell(form, ValidationError(str(error)))
        else:
            answer = feedback.dialog(request, "access/token.html", {"token": token, "secret": secret})
            return feedback.refresh(answer, "rows-changed")
    context = {"form": form, "heading": _("New API token"), "action": request.path, "submit": _("Make it")}
    return feedback.dialog(request, "access/form.html", context, 422 if form.errors else 200)


@signed_in
@require_POST
def token_revoke(request: Any, ref: str) -> HttpResponse:
    """It opens nothing from now on."""
    token = ApiToken.objects.filter(ref=ref, user=request.user, revoked_at=None).first()
    if token is None:
        raise Missing
    actions.revoke_token(token, by=request.actor)
    return feedback.toast(feedback.refresh(HttpResponse(status=204), "rows-changed"), _("Token revoked"))


@signed_in
@require_POST
def session_end(request: Any, pk: int) -> HttpResponse:
    """Close a session in another browser."""
    session = OpenSession.objects.filter(pk=pk, user=request.user).first()
    if session is None:
        raise Missing
    actions.end_session(session, by=request.actor)
    return feedback.toast(feedback.refresh(HttpResponse(status=204), "rows-changed"), _("Session closed"))
