"""Start-up check: every view of the URL map says who may enter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

THIRD_PARTY: Final[frozenset[str]] = frozenset()
"""Names of routes whose views we did not write and cannot decorate. Empty: the mounted ones are wrapped in `urls`."""


def every_view_declares(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """An error for each route whose view declares no permission."""
    return [
        Error(f"the view of “{route}” does not declare who may enter (kernel.door)", id="access.E001")
        for route, pattern in routes()
        if pattern.name not in THIRD_PARTY and getattr(pattern.callback, "permission", None) is None
    ]


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the program with its whole address pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern
