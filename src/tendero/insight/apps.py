"""The insight room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class InsightConfig(AppConfig):
    name = "tendero.insight"
    label = "insight"

    def ready(self) -> None:
        """Make the checks of integrity known."""
        from . import checks  # noqa: F401 - registers them
        from .actions.rebuilding import begin_after_migrate

        post_migrate.connect(begin_after_migrate, sender=self, dispatch_uid="insight.begin")
