"""The one way a file or a choice is refused: with a reason a person can act upon."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy


class Refused(Exception):
    """A file, sheet or choice that cannot be used.

    ``code`` is stable and meant for programs and tests; ``reason`` is a whole translated sentence for people.
    """

    def __init__(self, code: str, reason: str | Promise, **details: object) -> None:
        self.code = code
        self.details = details
        self.reason: str | Promise = format_lazy(str(reason) if isinstance(reason, str) else reason, **details)  # type: ignore[arg-type]
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.reason)
