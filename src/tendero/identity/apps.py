"""The identity room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "tendero.identity"
    label = "identity"
