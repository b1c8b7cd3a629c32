"""The page behind an invitation's link, and the door: in an empty place it leads to the first person's page."""

from __future__ import annotations

from allauth.account import views as allauth_account
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tendero.access.actions.people import accept_invitation, open_invitation
from tendero.access.forms import AcceptForm, tell
from tendero.access.throttle import PER_ADDRESS
from tendero.identity.queries import people
from tendero.kernel.door import public


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Name, user name and password; then signed in. GET changes nothing."""
    if PER_ADDRESS.take(f"invitation {request.META.get('REMOTE_ADDR', '')}") is None:
        return render(request, "access/invitation.html", {"invitation": None}, status=429)
    invitation = open_invitation(secret)
    if invitation is None:
        return render(request, "access/invitation.html", {"invitation": None}, status=404)
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_invitation(secret, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            login(request, person, backend="tendero.access.signin.PasswordBackend")
            return redirect("/")
    context = {"invitation": invitation, "form": form}
    return render(request, "access/invitation.html", context, status=422 if form.errors else 200)


def enter(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page; nobody can sign in where nobody works yet."""
    if request.method == "GET" and not people():
        return redirect("access:first_run")
    response: HttpResponseBase = allauth_account.login(request)
    return response
