"""The pipeline room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "tendero.pipeline"
    label = "pipeline"
