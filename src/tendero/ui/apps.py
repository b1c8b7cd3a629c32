"""The ui room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tendero.ui"
    label = "ui"
