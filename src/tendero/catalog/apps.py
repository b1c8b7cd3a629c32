"""The catalog room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "tendero.catalog"
    label = "catalog"
