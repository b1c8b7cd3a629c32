"""What makes ten thousand requests bearable: nothing is drawn or kept that no cell looks at."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls.resolvers import URLResolver


def bare(request: Any, exception: Any = None, **_more: Any) -> HttpResponse:
    """A denial without its page; that the pages of foreign and missing are alike is `test_foreign_references`'."""
    return HttpResponse(status=404 if "404" in type(exception).__name__ else 403)


@pytest.fixture(autouse=True)
def lean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No copies of contexts, no pages of denials, no lines of log, less garbage collected on the way."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **more: None)
    whole = URLResolver.resolve_error_handler

    def handler(self: URLResolver, view_type: int) -> Any:
        return bare if view_type in (403, 404) else whole(self, view_type)

    monkeypatch.setattr(URLResolver, "resolve_error_handler", handler)
    logging.disable(logging.WARNING)
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    yield
    logging.disable(logging.NOTSET)
    gc.set_threshold(*before)
    gc.unfreeze()
