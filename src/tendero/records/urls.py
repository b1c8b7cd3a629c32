"""Addresses of the records' screens."""

from __future__ import annotations

from tendero.records.exchange.urls import urlpatterns as import_patterns

app_name = "records"
urlpatterns = [*import_patterns]
