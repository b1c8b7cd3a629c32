"""Settings: the company, its logo, and the example shop."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.access import actions, ports
from tendero.access.company_forms import CompanyForm
from tendero.kernel import files
from tendero.kernel.door import ActorRequest, permitted, public
from tendero.kernel.jobs import Job
from tendero.kernel.models import Setting
from tendero.kernel.models.files import StoredFile
from tendero.kernel.permissions import Missing
from tendero.ui import feedback

SETTING = "kernel.Setting"


@permitted(SETTING, "change")
@require_http_methods(["GET", "POST"])
def company(request: ActorRequest) -> HttpResponse:
    """Name, tax id, city, country, currency, language, time zone, logo, and whom it sells to."""
    stored = Setting.read_all()
    known = {name.replace(".", "_"): value for name, value in stored.items()}
    form = CompanyForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.store_company(by=request.actor, values=form.values)
        return feedback.toast(feedback.redirect(request, reverse("access:company")), _("Saved"))
    doubt = ports.tax_id(str(form["company_tax_id"].value() or ""), str(form["company_country"].value())).doubt
    context: dict[str, Any] = {"form": form, "logo": stored["company.logo"], "name": stored["company.name"]}
    state = stored["example.state"]
    shown = ports.example is not None and (bool(state) or ports.example.fits())
    context |= {"doubt": doubt, "example": shown, "state": state}
    return render(request, "access/company.html", context, status=422 if form.errors else 200)


@permitted(SETTING, "change")
@require_POST
def logo_change(request: ActorRequest) -> HttpResponse:
    """Keep the picture that came; without one, take the logo away."""
    problem = ""
    try:
        if upload := request.FILES.get("photo"):
            actions.set_logo(by=request.actor, upload=upload)
        else:
            actions.remove_logo(by=request.actor)
    except ValidationError as error:
        problem = " ".join(error.messages)
    context = {"logo": Setting.read("company.logo"), "problem": problem, "name": request.POST.get("company_name", "")}
    response = render(request, "access/welcome/logo.html", context, status=422 if problem else 200)
    return feedback.refresh(response, "company-typed")


@public
@require_GET
def logo(request: HttpRequest) -> HttpResponseBase:
    """The company's logo, which stands on its documents and on the sign-in page too: no secret."""
    found = StoredFile.objects.filter(ref=Setting.read("company.logo") or "-").first()
    if found is None:
        raise Http404
    try:
        return files.download(found, inline_picture=True)
    except Missing as error:
        raise Http404 from error


@permitted(SETTING, "change")
@require_http_methods(["GET", "POST"])
def example(request: ActorRequest) -> HttpResponse:
    """The example shop: how its loading or removing goes; sent, it is loaded."""
    if ports.example is None:
        raise Http404
    state = Setting.read("example.state")
    job = Job.objects.filter(ref=Setting.read("example.job") or "-").first()
    failed = job is not None and job.state in (Job.State.FAILED, Job.State.CANCELLED)
    if failed:  # it may be asked for again
        state = {"loading": "", "removing": "there"}.get(state, state)
    if request.method == "POST" and not state:
        ports.example.load(request.actor)
        return feedback.redirect(request, reverse("access:example"))
    context = {"state": state, "job": job, "failed": failed, "fits": bool(state) or ports.example.fits()}
    return render(request, "access/example.html", context)


@permitted(SETTING, "change")
@require_http_methods(["GET", "POST"])
def example_remove(request: ActorRequest) -> HttpResponse:
    """Ask once more, naming what of one's own goes with it; then it goes."""
    if ports.example is None:
        raise Http404
    if request.method == "POST":
        ports.example.remove(request.actor)
        return feedback.redirect(request, reverse("access:example"))
    context = {"lost": ports.example.lost(), "action": request.path, "danger": True, "submit": _("Remove the example")}
    return feedback.dialog(request, "access/example_remove.html", context)
