"""Contacts as cards tell them: one query for each kind of what hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db.models import prefetch_related_objects

from tendero.directory.models import Party, PartyKind
from tendero.directory.models.lists import WORKS_AT
from tendero.directory.rules.addresses import Address
from tendero.directory.rules.vcard.outgoing import Person, label_of
from tendero.directory.rules.vcard.people import Held
from tendero.kernel import permissions
from tendero.kernel.actor import Actor


def people(parties: Sequence[Party], actor: Actor, hidden: Collection[str]) -> Iterator[tuple[Person, list[str]]]:
    """Each with the cards he came with; what is `hidden` is left blank."""
    wanted = ("emails", "phones", "addresses", "profiles", "tags__tag", "relationships__type", "vcards", "works_at")
    prefetch_related_objects(list(parties), *wanted)
    for party in parties:
        yield (
            _person(party, actor, frozenset(hidden)),
            [] if "vcards" in hidden else [c.text for c in party.vcards.all()],
        )


def _person(party: Party, actor: Actor, hidden: frozenset[str]) -> Person:
    held = Held(name=party.name, organisation=party.kind == PartyKind.ORGANISATION)
    person = Person(held, (party.first_name, f"{party.last_name} {party.second_last_name}".strip()), {}, party.ref)
    if not hidden & {"email", "emails"}:
        held.emails = [row.address for row in party.emails.all()]
        person.labels |= {row.address: row.label for row in party.emails.all()}
    if not hidden & {"phone", "phones"}:
        held.phones = [row.number for row in party.phones.all()]
        person.labels |= {row.number: row.label for row in party.phones.all()}
    if "addresses" not in hidden:
        for row in party.addresses.all():
            parts = ("street", "street2", "postal_code", "city", "region", "country")
            address = Address(*("" if part in hidden else getattr(row, part) for part in parts))
            held.addresses.append(address)
            person.labels[label_of(address)] = row.label
    if "website" not in hidden and party.website:
        held.pages.append(party.website)
    if "profiles" not in hidden:
        held.pages += [row.address for row in party.profiles.all()]
    if "birthday" not in hidden:
        held.birthday = (party.birthday_key, party.birth_year or 0)
    if "tags" not in hidden:
        held.tags = [row.tag.name for row in party.tags.all()]
    if not hidden & {"relationships", "works_at"}:
        _work(party, held, actor)
    return person


def _work(party: Party, held: Held, actor: Actor) -> None:
    """Where he works and as what, if the actor may see the company."""
    firm = party.works_at
    if firm is None or firm.binned_at is not None or not permissions.allowed(actor, "view", firm):
        return
    held.company = firm.name
    held.job = next(
        (tie.note for tie in party.relationships.all() if tie.type.code == WORKS_AT and tie.other_id == firm.pk), ""
    )
