"""The activities room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "tendero.activities"
    label = "activities"

    def ready(self) -> None:
        from . import first_week

        first_week.fill()
