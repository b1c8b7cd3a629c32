"""The directory room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "tendero.directory"
    label = "directory"

    def ready(self) -> None:
        from tendero.access import ports
        from tendero.ui import words

        from . import checks, first_week, queries  # noqa: F401 - registers the checks of integrity
        from .actions import unmerging  # noqa: F401 - how a merge is taken back
        from .actions.defaults import fill_after_migrate
        from .rules import names

        ports.answer_tax_id(queries.tax_id_told)
        first_week.fill()
        words.answer_company_initials(lambda name: names.initials(name, "organisation"))
        post_migrate.connect(fill_after_migrate, sender=self, dispatch_uid="directory.fill")
