"""What surrounds every request: the true client address, one log line, headers of a page."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

_log = structlog.get_logger("tendero.request")
_REQUESTS = Counter("tendero_requests_total", "Requests answered", ["method", "status"])
_SECONDS = Histogram(
    "tendero_request_seconds",
    "Seconds to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 1, 3, 10),
)
_QUIET = {"/healthz", "/metrics"}
Handler = Callable[[HttpRequest], HttpResponse]


class TrustedProxies:
    """Put the client's own address in ``REMOTE_ADDR``, believing only as many proxies as the settings name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count: int = settings.TRUSTED_PROXIES
        if count:
            chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
            if len(chain) >= count and _is_address(chain[-count]):
                request.META["REMOTE_ADDR"] = chain[-count]
        return self.get_response(request)


class PlainText:
    """No address, query or form of a page holds the sign NUL, which no database keeps in a text: 404, or 400.

    The API answers for itself, in its own words.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info and not request.path_info.startswith("/api/"):
            raise Http404
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, named: Any) -> None:
        """After the check of the form's own token, which has read it already."""
        for data in () if request.path_info.startswith("/api/") else (request.GET, request.POST):
            if any("\0" in text for name, texts in data.lists() for text in (name, *texts)):
                raise BadRequest("NUL")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class Queries:
    """Counts what is asked of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


class RequestLog:
    """Write one line a request: method, route, status, milliseconds. Never the query string, never a body."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        queries = Queries()
        with connection.execute_wrapper(queries) if settings.SERVER_TIMING else nullcontext():
            response = self.get_response(request)
        spent = time.perf_counter() - started
        match = request.resolver_match
        route = match.route if match else "-"
        _REQUESTS.labels(request.method or "", str(response.status_code)).inc()
        _SECONDS.labels(route).observe(spent)
        if settings.SERVER_TIMING:
            response["Server-Timing"] = f'app;dur={spent * 1000:.2f}, db;desc="{queries.count}"'
        if request.path not in _QUIET and not request.path.startswith(settings.STATIC_URL):
            _log.info(
                "request", method=request.method, route=route, status=response.status_code, ms=round(spent * 1000, 1)
            )
        return response


class PageHeaders:
    """Keep pages out of shared caches and switch off device features that Tendero never uses."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
        response.setdefault("Cache-Control", "private, no-store")
        return response
