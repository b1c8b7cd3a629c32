"""Settings: the copies of everything, and the mail that is held after one was put back."""

from __future__ import annotations

from datetime import datetime

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.access import actions, queries
from tendero.access.forms import CopiesForm
from tendero.kernel import permissions
from tendero.kernel.backup import keeping
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.mail import COPIES
from tendero.kernel.models import Setting
from tendero.kernel.permissions import Missing, Refused
from tendero.ui import feedback


@permitted(COPIES, "change")
@require_GET
def copies(request: ActorRequest) -> HttpResponse:
    """When the last one was made, those there are, how many stay; whether mail leaves."""
    last = Setting.read("backup.last_at")
    context = {
        "copies": keeping.kept(),
        "last": datetime.fromisoformat(last) if last else None,
        "job": queries.copy_under_way(),
        "form": CopiesForm(initial={"keep": Setting.read("backup.keep")}),
        "may_take": permissions.may(request.actor, "export", COPIES),
        "folder": keeping.folder(),
    }
    return render(request, "access/copies.html", context)


@permitted(COPIES, "change")
@require_POST
def copy_make(request: ActorRequest) -> HttpResponse:
    """Ask for one now."""
    answer = feedback.redirect(request, reverse("access:copies"))
    try:
        actions.make_copy(by=request.actor)
    except Refused as refused:
        return feedback.toast(answer, str(refused))
    return answer


@permitted(COPIES, "change")
@require_POST
def copies_keep(request: ActorRequest) -> HttpResponse:
    """How many stay."""
    form, answer = CopiesForm(request.POST), feedback.redirect(request, reverse("access:copies"))
    if not form.is_valid():
        return feedback.toast(answer, str(form.errors["keep"][0]))
    actions.keep_copies(form.cleaned_data["keep"], by=request.actor)
    return feedback.toast(answer, _("Saved"))


@permitted(COPIES, "export")
@require_http_methods(["GET", "POST"])
def copy_take(request: ActorRequest, name: str) -> HttpResponse | FileResponse:
    """Ask what for; then the file. It is written down before the first byte leaves."""
    copy = keeping.find(name)
    if copy is None:
        raise Missing
    problem = ""
    if request.method == "POST":
        try:
            actions.take_copy(copy.name, reason=request.POST.get("reason", ""), by=request.actor)
            response = FileResponse(copy.path.open("rb"), as_attachment=True, filename=copy.name)
        except Refused as refused:
            problem = str(refused)
        except FileNotFoundError:
            raise Missing from None
        else:
            response["Cache-Control"] = "private, no-store"
            response["X-Content-Type-Options"] = "nosniff"
            return response
    context = {"copy": copy, "problem": problem}
    return feedback.dialog(request, "access/copy_take.html", context, 422 if problem else 200)


@permitted(COPIES, "change")
@require_POST
def mail_resume(request: ActorRequest) -> HttpResponse:
    """Mail leaves again."""
    actions.resume_mail(by=request.actor)
    return feedback.toast(feedback.redirect(request, reverse("access:copies")), _("Mail leaves again"))
