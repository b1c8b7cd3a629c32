"""The records room as a Django application."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from tendero.kernel import ports


class RecordsConfig(AppConfig):
    name = "tendero.records"
    label = "records"

    def ready(self) -> None:
        """Read every room's declarations, lower rooms first, so that an upper one may extend what it builds on."""
        for room in settings.ROOMS:
            for part in ("records", "exchange", "tasks", "reactions"):
                name = f"tendero.{room}.{part}"
                if (room != "records" or part == "tasks") and find_spec(name) is not None:
                    import_module(name)
        from tendero.records import places, registry  # which read the declarations just made
        from tendero.records.checks import declarations

        places.announce()
        from tendero.records.custom.history import child_field

        checks.register(declarations)
        ports.answer_child_field(child_field)
        ports.answer_unused_fields(registry.unused_fields)
