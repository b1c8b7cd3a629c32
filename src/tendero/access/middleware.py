"""Who asks, in which language and time zone, under which permissions: settled once at the start of each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from tendero.kernel import kept
from tendero.kernel.models import Setting
from tendero.ui import words

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets `request.actor` (`None` when nobody has signed in) and speaks the person's language in his time zone, with
    the figures and telephones of the company's country.

    A deactivated person is nobody from his next request on: the sign-in backend refuses to load him.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        with kept.held():
            if not request.user.is_authenticated:
                request.actor = None
                return self.get_response(request)
            actor = request.actor = request.user.actor("screen")
            home = words.at_home(str(Setting.read("company.country")))
            with home, translation.override(actor.language), timezone.override(ZoneInfo(actor.time_zone)):
                request.LANGUAGE_CODE = actor.language
                return self.get_response(request)
