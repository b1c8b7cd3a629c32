"""All routes: what every room brings in its ``urls.py``, and the two that watch over the process."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("api/v1/", include("tendero.records.rest.urls")),
]
# Upper rooms first: a room above may take over a page of one below.
urlpatterns += [
    path("", include(f"tendero.{room}.urls"))
    for room in reversed(settings.ROOMS)
    if find_spec(f"tendero.{room}.urls") is not None
]
