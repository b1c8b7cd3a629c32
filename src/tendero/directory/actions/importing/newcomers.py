"""Somebody whom nobody knows yet: his card, and all that follows from it, made before the database is asked anything.

Most rows of most files are such; what they cost is paid while the chunk before is being written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.finishing import FIRM, KEYLESS, likeness
from tendero.directory.actions.importing.merging import merge
from tendero.directory.models import Party
from tendero.directory.models.summary import repeat_consents, repeat_reach, repeat_ties, search_entry
from tendero.directory.rules.matching import Identity, mark_of, match_keys
from tendero.kernel import search, write
from tendero.kernel.text import fold


def newcomer(draft: Draft) -> Card:
    """The card of a new party as its row alone tells it."""
    # The moments are those of the writing (`write.create_whole`).
    card = Card(write.blank(Party, kind=draft.kind, name=draft.name, created=None, changed=None), new=True)
    merge(card, draft, {}, update=False)
    complete(card, draft)
    return card


def complete(
    card: Card, draft: Draft | None = None, *, contact: int | None = None, employer: int | None = None
) -> None:
    """Compute again what the last changes outdated. `draft` is the only one that spoke of this card, if it was one."""
    party = card.party
    if not card.filled:
        repeat_reach(party, card.of("emails"), card.of("phones"), card.of("addresses"))
        repeat_ties(party, contact=contact, employer=employer)
        if consents := card.of("consents"):
            repeat_consents(party, consents)
        write.compute(party)
        card.filled = True
    if card.keys is None:
        card.keys = _keys(card, draft)
    if card.told is None:
        card.told = search.folded(
            search_entry(
                party,
                emails=card.of("emails"),
                phones=card.of("phones"),
                references=card.of("references"),
                tags=[child.tag.name for child in card.of("tags")],
            )
        )


def ties(cards: Iterable[Card]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """For each company the first of these people who works there, and for each of them where."""
    contacts: dict[int, int] = {}
    employers: dict[int, int] = {}
    for card in cards:
        for child in card.children.get("relationships", ()):
            employer = child.__dict__.get("employer")
            if employer is not None and employer.pk is not None:
                employers.setdefault(card.party.pk, employer.pk)
                contacts.setdefault(employer.pk, card.party.pk)
    return contacts, employers


def _keys(card: Card, draft: Draft | None) -> list[int]:
    """The marks by which the party will be known: those that its only row was looked up by, where they say the same."""
    party = card.party
    if (
        draft is not None
        and not draft.nameless
        and (draft.kind, draft.name, draft.values.get("tax_id", "")) == (party.kind, party.name, party.tax_id)
        and len(draft.addresses) == len(card.of("addresses"))
    ):
        return draft.marks
    return [mark_of(*key) for key in match_keys(_identity(card))]


def keys_of(card: Card) -> list[tuple[str, str]]:
    """By which keys the party will be known as the card stands now; without any, by all that is known of it."""
    told = _identity(card)
    keys = [(str(kind), key) for kind, key in match_keys(told)]
    city, phone = next(iter(told.cities), ""), next(iter(told.phones), "")
    keys = keys or [(KEYLESS, likeness(card.kind, told.name, city, phone))]
    return [*keys, (FIRM, fold(told.name))] if told.organisation else keys


def _identity(card: Card) -> Identity:
    """All of the card by which somebody is recognised."""
    return Identity(
        name=card.name,
        organisation=card.kind == "organisation",
        tax_id=card.get("tax_id"),
        emails=[email.address for email in card.of("emails")],
        phones=[phone.number for phone in card.of("phones")],
        references=[(reference.system, reference.code) for reference in card.of("references")],
        birthday_key=card.get("birthday_key"),
        cities=[address.city for address in card.of("addresses")],
    )
