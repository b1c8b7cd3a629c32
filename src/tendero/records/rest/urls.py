"""Addresses of the API; every one declares its permission, and what is not one of them answers as the API does."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt

from tendero.kernel.door import Permission, public
from tendero.records import registry
from tendero.records.rest.api import api
from tendero.records.rest.problems import Problem, respond

View = Callable[..., HttpResponse]


def _declared(view: View, permission: Permission) -> View:
    """The view with its permission; its answer to a wrong method is a problem like all others."""

    @functools.wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return respond(Problem(405, headers={"Allow": response["Allow"]}))
        return response

    enter.permission = permission  # type: ignore[attr-defined]
    enter.csrf_exempt = True  # type: ignore[attr-defined]
    return enter


def _patterns() -> list[URLPattern]:
    """One pattern an address; django-ninja lists an address once for each of its methods."""
    found: dict[str, URLPattern] = {}
    for pattern in api().urls[0]:
        route = str(pattern.pattern)
        record = registry.find(route.partition("/")[0])
        if record is None or route in found or not isinstance(pattern, URLPattern):
            continue
        view = _declared(pattern.callback, Permission("record", record.key, "view"))
        found[route] = URLPattern(pattern.pattern, view, name=pattern.name)
    return list(found.values())


@csrf_exempt
@public
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Any other address under the API."""
    return respond(Problem(404))


urlpatterns = [*_patterns(), re_path(r"", nothing_here, name="nothing")]
app_name = "api"
