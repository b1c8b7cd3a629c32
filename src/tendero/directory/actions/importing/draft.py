"""A row of a file as what it says about somebody: read column by column, tidied, nothing looked up yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from tendero.directory.rules.addresses import Address
from tendero.directory.rules.phones import Phone
from tendero.kernel import refs

if TYPE_CHECKING:
    from tendero.directory.actions.importing.cards import Card

Link = tuple[str, str]
_WITH_REF: Final = re.compile(r"^(.*?)\s*\(([0-9a-z]{20})\)$", re.DOTALL)


def named(text: str) -> Link:
    """``Bar Torrero (1hzx5q2vw8m0k3n7r4td)`` → the name and the reference; a name alone has none."""
    told = _WITH_REF.match(text)
    return (told[1], told[2]) if told and refs.is_ref(told[2]) else (text, "")


@dataclass(slots=True)
class Draft:
    """What one row says. Lists keep the order of the columns; `values` holds plain columns of `Party`.

    `card` is what would be written if nobody knows him yet; whoever takes it writes on it.

    `exact`: our own export wrote it, so what it says is meant to the letter. `groups` are the repeated groups of such a
    row, `shown` its telephones as people read them; `whatsapp` are the numbers that have it; `links` name other
    contacts, each by `(name, reference)`.
    `damaged` values lost digits, `zeros` codes got theirs back; `vcard` is the card he came with.

    `beside` is whom one speaks with at the company that the row tells of: somebody of his own, `of_firm`. `unsure` says
    why it could be a person or a company; `repaired` holds a name before and after, `apart` cells and what they were
    taken apart into, `unsplit` the columns kept whole. `mark` is the row's digest where somebody answered for it,
    `meant` whom he said that it is.
    """

    number: int
    exact: bool = False
    groups: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    kind: str = ""
    told_kind: bool = False
    name: str = ""
    nameless: bool = False
    first: str = ""
    middle: str = ""
    last: str = ""
    second: str = ""
    ref: str = ""
    company: str = ""
    job: str = ""
    birth: dict[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    emails: list[tuple[str, str]] = field(default_factory=list)
    phones: list[tuple[Phone, str]] = field(default_factory=list)
    waiting_phones: list[tuple[str, str]] = field(default_factory=list)
    whatsapp: set[str] = field(default_factory=set)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    addresses: list[tuple[Address, str]] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    observations: list[tuple[str, str]] = field(default_factory=list)
    consents: list[tuple[str, str]] = field(default_factory=list)
    proof: str = ""
    contact: str = ""
    unsplit: frozenset[str] = frozenset()
    unsure: str = ""
    repaired: tuple[str, str] | None = None
    apart: list[tuple[str, str]] = field(default_factory=list)
    beside: Draft | None = None
    mark: int = 0
    meant: list[tuple[str, str]] = field(default_factory=list)
    of_firm: bool = False
    vcard: str = ""
    notes: list[str] = field(default_factory=list)
    owner: str = ""
    source: str = ""
    referred_by: str = ""
    custom: dict[str, str] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    bare: tuple[str, str] | None = None
    damaged: int = 0
    zeros: int = 0
    remarks: list[str] = field(default_factory=list)
    problem: str = ""
    card: Card | None = None

    @property
    def organisation(self) -> bool:
        """Whether it is a company."""
        return self.kind == "organisation"


def problem_text(code: str) -> str:
    """A sentence for what went wrong when the file was read."""
    return {
        "extra_cells": _("It has more cells than the file has columns."),
        "unclosed_quote": _("A quotation mark opens and never closes."),
        "card_no_end": _("The card begins and never ends: the file was cut."),
        "card_empty": _("The card says nothing."),
        "card_too_large": _("The card is larger than 8 MB."),
    }.get(code, _("The row cannot be read."))
