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
class Good:
    """Something with a price; no `cost`, nobody knows it. `was`: until which day it had which price and cost before."""

    name: str
    code: str
    family: str
    price: str
    cost: str
    unit: str = "unidad"
    tax: str = "21"
    on_sale: bool = True
    was: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Habit:
    """What somebody buys again and again: a good by its code, how many, how often, and when he did so the last time."""

    customer: str
    code: str
    units: tuple[int, int]
    every: int
    last: int
    channel: int = 0
    discount: int = 0


Noticed = str | tuple[str, str]
"""A taste or a need in words, or in words and with the good that it names."""


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
    likes: tuple[Noticed, ...] = ()
    needs: tuple[Noticed, ...] = ()
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
