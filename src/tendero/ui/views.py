"""Shared screens: look and language of a person, progress of long work, gallery of components."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import jobs
from tendero.kernel.door import ActorRequest, signed_in
from tendero.kernel.jobs import Job
from tendero.ui import actions, menu, queries
from tendero.ui.context import THEME_COOKIE

YEAR = 365 * 24 * 3600


@signed_in
@require_POST
def theme(request: ActorRequest) -> HttpResponse:
    """Keep the look in the account, and in a cookie so that the next page opens with it."""
    chosen = request.POST.get("theme", "")
    try:
        actions.choose_theme(chosen, by=request.actor)
    except ValidationError as error:
        return HttpResponse(error.messages[0], status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse(status=204)
    response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@signed_in
@require_POST
def language(request: ActorRequest) -> HttpResponse:
    """Keep the language and show the same page in it."""
    chosen = request.POST.get("language", "")
    try:
        actions.choose_language(chosen, by=request.actor)
    except ValidationError as error:
        return HttpResponse(error.messages[0], status=400, content_type="text/plain; charset=utf-8")
    came = urlsplit(request.headers.get("Referer", ""))
    back = came.path if came.netloc == request.get_host() and came.path.startswith("/") else "/"
    response = HttpResponseRedirect(f"/{back.lstrip('/')}{f'?{came.query}' if came.query and back != '/' else ''}")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
    return response


@signed_in
@require_GET
def token(request: ActorRequest) -> HttpResponse:
    """The form token of the session just opened again over a page."""
    return JsonResponse({"token": get_token(request), "user": request.actor.user_id})


@signed_in
@require_GET
def waiting(request: ActorRequest) -> HttpResponse:
    """The figures of the frame, asked for once the page stands: what waits in each place, and behind the bell."""
    context = {
        "bell": menu.bell_for(request.actor) or menu.Bell(0, "/"),
        "bells": (("top", False), ("phone", True)),
        "places": menu.counts_for(request.actor),
    }
    return render(request, "ui/shell/waiting.html", context)


@signed_in
@require_GET
def settings_index(request: ActorRequest) -> HttpResponse:
    """The pages of the settings that this person may open, with what each is for."""
    if not menu.settings_for(request.actor):
        raise Http404
    return render(request, "ui/settings_index.html")


@signed_in
@require_GET
def job_list(request: ActorRequest) -> HttpResponse:
    """The long jobs this person asked for, newest first."""
    return render(request, "ui/jobs.html", {"jobs": queries.jobs_of(request.actor)[:50]})


@signed_in
@require_GET
def job(request: ActorRequest, ref: str) -> HttpResponse:
    """How far a job is: a fragment while it runs, a page with its lines when opened."""
    found = _job(request, ref)
    if request.headers.get("HX-Request"):
        return render(request, "ui/job.html", {"job": found})
    return render(request, "ui/job_page.html", {"job": found, "lines": found.lines.all()[:500]})


@signed_in
@require_POST
def job_cancel(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask a job to stop; what it has done stays done."""
    jobs.cancel(_job(request, ref).ref)
    return render(request, "ui/job.html", {"job": _job(request, ref)})


def _job(request: ActorRequest, ref: str) -> Job:
    found = queries.visible_job(ref, request.actor)
    if found is None:
        raise Http404
    return found
