"""The sales room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SalesConfig(AppConfig):
    name = "tendero.sales"
    label = "sales"

    def ready(self) -> None:
        from . import first_week
        from .actions.defaults import fill_after_migrate

        first_week.fill()
        post_migrate.connect(fill_after_migrate, sender=self, dispatch_uid="sales.fill")
