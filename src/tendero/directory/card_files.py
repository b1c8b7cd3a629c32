"""Files of cards (.vcf): in, as rows of the importer; out, through the one exporter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy

from tendero.directory.models import Party
from tendero.directory.queries import cards as told
from tendero.directory.rules import vcard
from tendero.directory.rules.vcard import outgoing, people
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records import export
from tendero.records.exchange.reading import Record, foreign

KIND: Final = "vcf"
_TITLES: Final = {
    "name": gettext_lazy("Full name"), "first_name": gettext_lazy("First name"),
    "middle_name": gettext_lazy("Second given name"), "last_name": gettext_lazy("Surnames"),
    "kind": gettext_lazy("Contact type"), "company": gettext_lazy("Company"), "job_title": gettext_lazy("Job title"),
    "phone": gettext_lazy("Telephone"), "email": gettext_lazy("E-mail"), "street": gettext_lazy("Street"),
    "street2": gettext_lazy("Floor"), "postal_code": gettext_lazy("Postal code"), "city": gettext_lazy("City"),
    "region": gettext_lazy("Province"), "country": gettext_lazy("Country"), "website": gettext_lazy("Website"),
    "profile": gettext_lazy("Profile"), "birthday": gettext_lazy("Birthday"), "note": gettext_lazy("Note"),
    "tags": gettext_lazy("Tags"), people.REST: "vCard",
}  # fmt: skip
_WHICH: Final = {
    "work": gettext_lazy("Work"), "home": gettext_lazy("Home"), "mobile": gettext_lazy("Mobile"),
    "other": gettext_lazy("Other"),
}  # fmt: skip

_LAST: Final = ";"
"""A line that is no property: blanks at the end of the one before it are its own, and no broken card is a blank row."""


def rows(path: Path) -> Iterator[Record]:
    """Titles as row 0, then a row for each card, by its number; the file is read twice and never held."""
    keys = people.order({people.REST} | {key for card in vcard.cards_in(path) for key in people.cells(card)})
    yield Record(0, [title(key) for key in keys])
    for card in vcard.cards_in(path):
        values = {key: "\n".join(texts) for key, texts in people.cells(card).items()}
        lines = [*(f"!{remark}" for remark in card.remarks), *(vcard.told(one, "4.0") for one in card.properties)]
        values[people.REST] = "\n".join([*lines, _LAST])
        yield Record(card.number, [values.get(key, "") for key in keys], card.problem)


def title(key: str) -> str:
    """What a person reads over the column, and the importer knows again."""
    base, _colon, label = key.partition(":")
    return f"{_TITLES[base]} {_WHICH.get(label, label)}".strip()


def cards(parties: list[Party], actor: Actor, version: str) -> Iterator[str]:
    """Each of these contacts as a card of that version, without what the actor may not know."""
    hidden = permissions.hidden_fields(actor, Party.record_key)
    for person, kept in told.people(parties, actor, hidden):
        yield vcard.write(outgoing.properties(person, kept, hidden), version)


foreign.declare(KIND, Party.record_key, rows)
export.declare_cards(Party.record_key, cards)
