"""Questions the record engine asks of rooms above."""

from __future__ import annotations

from collections.abc import Callable

from tendero.kernel.actor import Actor

Bearer = Callable[[str], Actor | None]


def nobody(header: str) -> Actor | None:
    """The null answer: without `access`, no token opens anything."""
    return None


bearer: Bearer = nobody
"""Who stands behind an ``Authorization`` header, acting through the API; None if it opens nothing."""


def answer_bearer(answer: Bearer) -> None:
    """Install the answer; called once by `access` at start-up."""
    global bearer  # the one port of this module, filled at start-up
    bearer = answer
