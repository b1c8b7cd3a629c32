"""The access room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks as django_checks
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "tendero.access"
    label = "access"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from tendero.kernel import jobs, ports
        from tendero.records import ports as records_ports

        from . import checks, menu, policy, sessions, tokens, week
        from .actions import matrix

        ports.answer_permissions(policy.MatrixPolicy())
        jobs.answer_actors(policy.actor_today)
        menu.fill()
        week.fill()
        records_ports.answer_bearer(tokens.authenticate)
        post_migrate.connect(matrix.fill_after_migrate, sender=self, dispatch_uid="access.fill_matrix")
        user_logged_in.connect(sessions.remember, dispatch_uid="access.remember_session")
        user_logged_out.connect(sessions.forget, dispatch_uid="access.forget_session")
        django_checks.register(checks.every_view_declares)
