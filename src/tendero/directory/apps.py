"""The directory room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "tendero.directory"
    label = "directory"
