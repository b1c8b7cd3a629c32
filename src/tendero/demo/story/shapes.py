"""How a customer of the demo is told: who he is, what happened, what is to be done, what may be sold.

Days count from today (0): -4 was four days ago.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was done: what kind, when, who, and what was said."""

    kind: str
    day: int
    time: str
    who: str
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task: for its customer, or about the deal it stands in."""

    title: str
    kind: str
    day: int
    time: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity; `still` is for how many days nothing has moved. A closed one was closed on `close`."""

    name: str
    stage: str
    amount: str
    close: int
    next: ToDo | None = None
    still: int = 3
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A company with the person behind it, or a person alone (`contact` empty)."""

    name: str
    owner: str
    phone: str
    city: str
    street: str
    contact: str = ""
    position: str = ""
    email: str = ""
    tax_id: str = ""
    roles: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    source: str = ""
    referred_by: str = ""
    prescribes_to: str = ""
    also: tuple[str, str] | None = None
    consents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    happened: tuple[Happened, ...] = ()
    tasks: tuple[ToDo, ...] = ()
    deals: tuple[Deal, ...] = field(default=())

    @property
    def organisation(self) -> bool:
        return bool(self.contact)
