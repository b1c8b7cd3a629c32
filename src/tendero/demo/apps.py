"""The demo room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "tendero.demo"
    label = "demo"

    def ready(self) -> None:
        from tendero.access import ports

        from . import actions

        ports.answer_example(
            ports.Example(
                load=lambda by: actions.ask_example(by=by),
                remove=lambda by: actions.ask_removal(by=by),
                lost=actions.lost,
                fits=lambda: not actions.has_own(),
            )
        )
