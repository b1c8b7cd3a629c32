"""The first visit to an empty place: where the link is, and the account of whoever has it."""

from __future__ import annotations

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from tendero.access import actions
from tendero.access.forms import FirstForm, tell
from tendero.access.throttle import PER_ADDRESS
from tendero.identity.queries import people
from tendero.kernel.door import public

TEMPLATE = "access/first_run.html"


@public
@never_cache
@require_GET
def where(request: HttpRequest) -> HttpResponse:
    """Where the link is found: in the terminal of whoever started Tendero. Gone once somebody works here."""
    _while_empty()
    return render(request, TEMPLATE, {"form": None})


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, secret: str) -> HttpResponse:
    """Name, e-mail and password of the first person; then signed in, on the page that sets the company up."""
    _while_empty()
    if PER_ADDRESS.take(f"first run {request.META.get('REMOTE_ADDR', '')}") is None:
        return render(request, TEMPLATE, {"form": None}, status=429)
    if not actions.first_run_is_open(secret):
        return render(request, TEMPLATE, {"form": None, "old": True}, status=403)
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.begin(secret, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            login(request, person, backend="tendero.access.signin.PasswordBackend")
            return redirect("access:welcome")
    return render(request, TEMPLATE, {"form": form}, status=422 if form.errors else 200)


def _while_empty() -> None:
    if people():
        raise Http404
