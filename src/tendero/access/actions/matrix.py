"""Filling and changing the permission matrix."""

from __future__ import annotations

from typing import Any


def fill_after_migrate(sender: object, **_signal: Any) -> None:
    """Give the profiles that come with Tendero their rows; answers Django's `post_migrate`."""
