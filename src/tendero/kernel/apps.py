"""The kernel room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "tendero.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Make the checks, the look-ups and the readings of our own known."""
        from tendero.kernel.db import among, moments
        from tendero.kernel.search import checks

        del among, checks, moments
