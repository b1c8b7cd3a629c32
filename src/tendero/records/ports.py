"""Questions the record engine asks of rooms above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class NextStep:
    """What comes after an import that went in: what the button says and where it leads."""

    label: str
    url: str


AsksNext = Callable[[str, Actor], NextStep | None]
_next_steps: list[AsksNext] = []


def add_next_step(ask: AsksNext) -> None:
    """Install who may know what comes after an import of that record type; called once at start-up by each room."""
    _next_steps.append(ask)


def next_step(key: str, actor: Actor) -> NextStep | None:
    """The first step that a room names; None where nothing follows."""
    return next((step for ask in _next_steps if (step := ask(key, actor))), None)
