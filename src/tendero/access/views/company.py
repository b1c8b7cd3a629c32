"""Settings: the company."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tendero.access import actions
from tendero.access.forms import CompanyForm
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.models import Setting
from tendero.ui import feedback


@permitted("kernel.Setting", "change")
@require_http_methods(["GET", "POST"])
def company(request: ActorRequest) -> HttpResponse:
    """Name, city, country and currency."""
    known = {name.replace(".", "_"): value for name, value in Setting.read_all().items()}
    form = CompanyForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.store_company(by=request.actor, values=form.values)
        return feedback.toast(feedback.redirect(request, reverse("access:company")), _("Saved"))
    return render(request, "access/company.html", {"form": form}, status=422 if form.errors else 200)
