"""What rooms above answer: followers of tasks and activities, how their milestones are told, their part of Hoy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tendero.kernel.actor import Actor

Follower = Callable[[Sequence[int]], None]
_followers: dict[str, Follower] = {}


def follow(record_key: str, follower: Follower) -> None:
    """`follower(ids)` runs, in the same transaction, when tasks or activities about these records change.

    It must be set-based: it receives all ids of one change set at once.
    """
    _followers[record_key] = follower


def tell_followers(record_key: str, ids: Sequence[int]) -> None:
    """Call the follower of `record_key`, if a room above installed one."""
    follower = _followers.get(record_key)
    if follower is not None and ids:
        follower(ids)


@dataclass(frozen=True)
class Telling:
    """A milestone in the reader's language: a line, a second one, its icon; `good` news is green."""

    title: str
    text: str = ""
    icon: str = "history"
    good: bool = False


Teller = Callable[[Mapping[str, Any]], Telling]
_tellers: dict[str, Teller] = {}
_sources: dict[str, tuple[str, str]] = {}


def add_teller(code: str, teller: Teller, *, of: str, field: str = "") -> None:
    """How milestones of `code` are told from their facts, which are named as the fields of the record `of`.

    `field`: what the milestone tells altogether, so that whoever may not know of it reads no such line.
    """
    _tellers[code], _sources[code] = teller, (of, field)


def told(code: str, facts: Mapping[str, Any], hidden: Callable[[str], frozenset[str]] | None = None) -> Telling:
    """The milestone in words; a code nobody tells any more shows as itself. `hidden` gives a record's hidden fields."""
    teller = _tellers.get(code)
    if teller is None:
        return Telling(code.replace("_", " "))
    secret = hidden(_sources[code][0]) if hidden is not None else frozenset()
    return teller({name: value for name, value in facts.items() if name not in secret})


def untold(hidden: Callable[[str], frozenset[str]]) -> list[str]:
    """The codes of milestones that tell of a hidden field."""
    return [code for code, (of, field) in _sources.items() if field and field in hidden(of)]


def followed() -> list[str]:
    """The kinds of record that milestones of rooms above are about."""
    return list(_followers)


@dataclass(frozen=True)
class FirstStep:
    """One thing to do first with a contact that has nothing yet: `url` opens a dialog."""

    title: str
    text: str
    label: str
    icon: str
    url: str


StepReader = Callable[[Any, Actor], FirstStep | None]
_first: dict[str, tuple[int, StepReader]] = {}


def add_first_step(name: str, read: StepReader, *, position: int = 50) -> None:
    """Put a step into "what to do first" of an empty contact: `read(party, actor)` answers it, or None."""
    _first[name] = (position, read)


def first_steps(party: Any, actor: Actor) -> list[FirstStep]:
    """The steps of rooms above, in order."""
    found = [read(party, actor) for _position, read in sorted(_first.values(), key=lambda pair: pair[0])]
    return [step for step in found if step is not None]


@dataclass(frozen=True)
class TodaySection:
    """A part of Hoy: a template and its context; `number` stands beside its title; empty parts are left out."""

    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0


TodayReader = Callable[[Actor, dt.date, bool], TodaySection | None]
_today: dict[str, tuple[int, TodayReader]] = {}


def add_today_section(name: str, read: TodayReader, *, position: int = 50) -> None:
    """Put a part on Hoy: `read(actor, today, everyone)` answers in a constant number of queries, or None.

    `everyone` asks for all that the actor may see instead of his own.
    """
    _today[name] = (position, read)


def today_sections(actor: Actor, today: dt.date, *, everyone: bool) -> list[TodaySection]:
    """The parts of rooms above, in order."""
    found = [read(actor, today, everyone) for _position, read in sorted(_today.values(), key=lambda pair: pair[0])]
    return [section for section in found if section is not None]
