"""The access room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "tendero.access"
    label = "access"
