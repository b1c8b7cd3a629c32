"""The records room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tendero.records"
    label = "records"
