"""The metrics room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "tendero.metrics"
    label = "metrics"
