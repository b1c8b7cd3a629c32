"""What rooms above answer on the first day: how a tax id looks, the example shop, the steps of the first week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tendero.kernel.actor import Actor

Text = Any


@dataclass(frozen=True)
class TaxIdTold:
    """What the number is called in that country, and what looks wrong with this one; "" for nothing."""

    name: str
    doubt: str = ""


def _no_rule(text: str, country: str) -> TaxIdTold:
    return TaxIdTold("NIF")


tax_id: Callable[[str, str], TaxIdTold] = _no_rule
"""`tax_id(text, country)`: answered by the room that knows the countries' rules."""


def answer_tax_id(answer: Callable[[str, str], TaxIdTold]) -> None:
    """Install the answer; called once at start-up."""
    global tax_id  # a port, filled at start-up
    tax_id = answer


@dataclass(frozen=True)
class Example:
    """The example shop: `load` and `remove` enqueue the work, `lost` says what of the user's own goes with it.

    `fits` says whether it can be loaded: where there is nothing that it could be mixed up with.
    """

    load: Callable[[Actor], None]
    remove: Callable[[Actor], None]
    lost: Callable[[], list[str]]
    fits: Callable[[], bool]


example: Example | None = None
"""Answered by the room that tells the shop; None where there is none."""


def answer_example(answer: Example) -> None:
    """Install the answer; called once at start-up."""
    global example  # a port, filled at start-up
    example = answer


@dataclass(frozen=True)
class WeekStep:
    """Something to do in the first week. `done(actor)` reads it from what there is, in two queries at most."""

    key: str
    label: Text
    told: Text
    url: Callable[[], str]
    done: Callable[[Actor], bool]
    position: int = 50


_steps: dict[str, WeekStep] = {}


def add_week_step(step: WeekStep) -> None:
    """Put a step into the checklist of the first week; the same key again replaces it."""
    _steps[step.key] = step


def week_steps() -> list[WeekStep]:
    """All of them, in order."""
    return sorted(_steps.values(), key=lambda step: step.position)
