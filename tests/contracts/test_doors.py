"""Every way in says who may enter, and whoever has not signed in finds all but the public ones shut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from tendero.access.checks import THIRD_PARTY, every_view_declares, routes
from tendero.kernel.door import public
from tendero.kernel.models import Change, Job
from tendero.kernel.refs import new_ref
from tests.world import World

PUBLIC: Final = frozenset(
    {
        "livez",
        "healthz",
        "metrics",
        "nothing",
        "accept",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "logo",
        "first_run",
        "begin",
    }
)
"""The whole list of what is open to anybody; a new one is added here knowingly."""
KNOWN_PARTS: Final = {"slug": "parties", "name": "website", "kind": "taste", "code": "comercial"}


def address(route: str) -> str:
    """A path that the route matches; references and numbers name nothing that exists."""

    def fill(found: re.Match[str]) -> str:
        converter, name = found[1] or "str", found[2]
        return "1" if converter == "int" else KNOWN_PARTS.get(name, new_ref())

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", fill, route)


def shut() -> Iterator[tuple[str, Any]]:
    """Routes that are not public, with their patterns."""
    for route, pattern in routes():
        if pattern.name not in PUBLIC:
            yield route, pattern


SCREENS: Final = sorted({route for route, _pattern in shut() if not route.startswith("api/")})
API: Final = sorted({route for route, _pattern in shut() if route.startswith("api/")})


def written() -> tuple[int, int]:
    return Change.objects.count(), Job.objects.count()


def test_every_view_declares_who_may_enter() -> None:
    assert every_view_declares(None) == []
    assert frozenset() == THIRD_PARTY


def test_a_view_that_declares_nothing_stops_the_start() -> None:
    def open_to_all(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @public
    def declared(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with override_settings(ROOT_URLCONF=(path("forgotten/", open_to_all), path("said/", declared))):
        found = every_view_declares(None)
    assert [(error.id, "forgotten/" in error.msg) for error in found] == [("access.E001", True)]


def test_only_the_listed_ones_are_public() -> None:
    told = {pattern.name for _route, pattern in routes() if pattern.callback.permission.kind == "public"}  # type: ignore[attr-defined]
    assert told == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("route", SCREENS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_sent_to_sign_in(route: str, method: str) -> None:
    """A page leads to signing in and remembers where to; a fragment gets a bare 401. Nothing else is told or done."""
    before, target = written(), address(route)
    answer = getattr(Client(), method)(target)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=%2F")
    fragment = getattr(Client(), method)(target, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.content) == (401, b"")
    assert written() == before


@pytest.mark.parametrize(("route", "pattern"), [(r, p) for r, p in shut() if not r.startswith("api/")])
def test_each_view_is_guarded_itself(route: str, pattern: Any) -> None:
    """Views that another route stands before as well: called directly, with nobody signed in."""
    request: Any = HttpRequest()
    request.actor, request.method, request.path = None, "GET", "/x"
    parts = dict.fromkeys(pattern.pattern.converters, "x")
    answer = pattern.callback(request, **parts)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2Fx")


@pytest.mark.django_db
@pytest.mark.parametrize("route", API)
def test_the_api_opens_to_a_token_alone(world: World, route: str) -> None:
    """Neither nobody, nor a session of the browser, nor something that looks like a token."""
    nobody, ana = Client(), world.client("ana")
    false = Client(headers={"Authorization": "Bearer tdr_" + "x" * 43})
    before, target = written(), address(route)
    for client in (nobody, ana, false):
        for method in ("get", "post", "patch", "delete"):
            answer = getattr(client, method)(target, content_type="application/json")
            assert answer.status_code in {401, 405}, (method, answer.status_code)
            if answer.status_code == 401:
                assert answer["Content-Type"].startswith("application/problem+json")
    assert written() == before
