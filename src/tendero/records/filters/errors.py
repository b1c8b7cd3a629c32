"""What is wrong with a filter, and where."""

from __future__ import annotations

from django.utils.functional import Promise


class FilterError(ValueError):
    """A filter that cannot be read: HTTP 400.

    `path` names the part as the sender wrote it (``all.1.value``; empty for the whole), `message` is for people.
    """

    def __init__(self, path: str, message: str | Promise) -> None:
        super().__init__(f"{path or 'filter'}: {message}")
        self.path = path
        self.message = message


def inside(path: str, part: str | int) -> str:
    """The path of a part of a part."""
    return f"{path}.{part}" if path else str(part)
