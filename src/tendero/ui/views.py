"""Shared screens: look and language of a person, progress of long work, gallery of components."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import jobs
from tendero.kernel.door import ActorRequest, signed_in
from tendero.kernel.jobs import Job
from tendero.ui import actions, feedback, menu, queries
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
    response = HttpResponseRedirect(_came_from(request))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
    return response


@signed_in
@require_GET
def token(request: ActorRequest) -> HttpResponse:
    """The form token of the session just opened again over a page."""
    return JsonResponse({"token": get_token(request), "user": request.actor.user_id})


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page older than the session: somebody signed in again in another window. Not one of the routes."""
    if feedback.is_fragment(request):
        return HttpResponse(status=401)  # signing in over the page renews what it holds, and repeats the request
    return render(request, "ui/stale.html", {"back": _came_from(request)}, status=403)


def _came_from(request: HttpRequest) -> str:
    """The page of ours on which the form stood; home where that is not known."""
    came = urlsplit(request.headers.get("Referer", ""))
    back = came.path if came.netloc == request.get_host() and came.path.startswith("/") else "/"
    return f"/{back.lstrip('/')}{f'?{came.query}' if came.query and back != '/' else ''}"


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
