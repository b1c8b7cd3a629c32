"""What follows from a party's children: the columns that repeat them, uniqueness keys, search words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from django.db.models import Q

from tendero.directory.models.consent import CHANNELS, ConsentEntry
from tendero.directory.models.findable import party_entry
from tendero.directory.models.lists import WORKS_AT
from tendero.directory.models.memory import PartyTag, Relationship
from tendero.directory.models.party import REPEATED, Party, PartyKind
from tendero.directory.models.reach import PartyAddress, PartyEmail, PartyPhone, PartyReference
from tendero.directory.models.uniqueness import PartyKey
from tendero.directory.rules.consent import Entry, Status, current_state
from tendero.directory.rules.matching import Identity, mark_of, match_keys
from tendero.kernel import changes, clock, text
from tendero.kernel.models.base import unlocked
from tendero.kernel.search import SearchEntry

OFFERS: Final = "offers"


def refresh_parties(ids: Sequence[int]) -> list[SearchEntry]:
    """Recompute the repeated columns and uniqueness keys of these parties: a constant number of statements.

    Answers what search should know of those alive.
    """
    parties = list(Party.everything.filter(pk__in=ids))
    found = Children(parties)
    changed = [party for party in parties if fill(party, found)]
    with unlocked():
        if len(changed) == 1:  # one person at a screen: a plain statement is made in a third of the time
            changed[0].save(update_fields=REPEATED)
        elif changed:
            Party.everything.bulk_update(changed, REPEATED, batch_size=500)
    refresh_keys({party.pk: found.identities(party) for party in parties})
    _refresh_around(set(changes.with_rows_of(Relationship, Party, ids)))
    living = [party for party in parties if party.binned_at is None]
    return _entries(living, found.emails, found.phones, found.references)


class Children:
    """The children of some parties that their own columns repeat, read with one statement a table."""

    def __init__(self, parties: Sequence[Party]) -> None:
        ids = [party.pk for party in parties]
        self.emails = _by_party(PartyEmail, ids)
        self.phones = _by_party(PartyPhone, ids)
        self.addresses = _by_party(PartyAddress, ids)
        self.references = _by_party(PartyReference, ids)
        self.consents = _by_party(ConsentEntry, ids)
        self.contacts, self.employers = work_places(ids)
        self.absorbed = _absorbed(ids)

    def identities(self, party: Party) -> list[Identity]:
        """By what the party is found: as it is, and as those that were merged into it were called."""
        if party.merged_into_id is not None:
            return []
        own = self.identity(party)
        once = [
            Identity(
                name=other.name,
                organisation=other.kind == PartyKind.ORGANISATION,
                tax_id=other.tax_id,
                emails=own.emails,
                phones=own.phones,
                references=own.references,
                birthday_key=other.birthday_key,
                cities=own.cities,
            )
            for other in self.absorbed[party.pk]
        ]
        return [own, *once]

    def identity(self, party: Party) -> Identity:
        """The party as the rule of uniqueness sees it."""
        return Identity(
            name=party.name,
            organisation=party.kind == PartyKind.ORGANISATION,
            tax_id=party.tax_id,
            emails=[email.address for email in self.emails[party.pk]],
            phones=[phone.number for phone in self.phones[party.pk]],
            references=[(reference.system, reference.code) for reference in self.references[party.pk]],
            birthday_key=party.birthday_key,
            cities=[address.city for address in self.addresses[party.pk]],
        )


def fill(party: Party, found: Children) -> bool:
    """Set the repeated columns of one party; whether any changed."""
    before, pk = _columns(party), party.pk
    repeat_reach(party, found.emails[pk], found.phones[pk], found.addresses[pk])
    repeat_ties(party, contact=found.contacts.get(pk), employer=found.employers.get(pk))
    repeat_consents(party, found.consents[pk])
    return before != _columns(party)


def repeat_reach(party: Party, emails: Sequence[Any], phones: Sequence[Any], addresses: Sequence[Any]) -> None:
    """The columns that repeat the first e-mail, telephone and address."""
    party.email = emails[0].address if emails else ""
    party.phone = phones[0].number if phones else ""
    party.phone_shown = str(phones[0])[:40] if phones else ""
    _fill_address(party, addresses[0] if addresses else None)


def repeat_ties(party: Party, *, contact: int | None, employer: int | None) -> None:
    """Whom one speaks with at a company, where a person works."""
    is_company = party.kind == PartyKind.ORGANISATION
    party.main_contact_id = contact if is_company else None
    party.works_at_id = None if is_company else employer


def repeat_consents(party: Party, entries: Iterable[Any]) -> None:
    """Whether offers may be sent, by channel."""
    for channel, status in offers_allowed(entry.entry() for entry in entries).items():
        setattr(party, f"consent_{channel}", status.value)


def _fill_address(party: Party, address: PartyAddress | None) -> None:
    for name in ("postal_code", "city", "region", "country"):
        setattr(party, name, getattr(address, name) if address else "")
    party.city_folded, party.city_sort = text.fold(party.city), text.sort_key(party.city)
    party.region_folded = text.fold(party.region)


def offers_allowed(entries: Iterable[Entry]) -> dict[str, Status]:
    """Whether offers may be sent, by channel, as the ledger's entries say."""
    known = list(entries)
    if not known:
        return {channel: Status.UNKNOWN for channel, _label in CHANNELS}
    return {channel: current_state(known, channel, OFFERS).status for channel, _label in CHANNELS}


def refresh_keys(identities: Mapping[int, Iterable[Identity]]) -> None:
    """Make the stored keys of these parties those of `identities`: one read, and a write for what differs."""
    wanted = wanted_keys(identities)
    stored = stored_keys(identities)
    gone = sorted((mark, party) for party, mark in stored - wanted)
    for start in range(0, len(gone), 300):
        PartyKey.objects.filter(pk__in=gone[start : start + 300]).delete()
    fresh = sorted(wanted - stored)
    PartyKey.objects.bulk_create((PartyKey(party_id=party, mark=mark) for party, mark in fresh), batch_size=1000)


def wanted_keys(identities: Mapping[int, Iterable[Identity]]) -> set[tuple[int, int]]:
    """The keys these parties should have: (party, mark)."""
    return {
        (party, mark_of(*key))
        for party, some in identities.items()
        for identity in some
        for key in match_keys(identity)
    }


def stored_keys(ids: Iterable[int]) -> set[tuple[int, int]]:
    """The keys these parties have: (party, mark)."""
    return set(PartyKey.objects.filter(party__in=list(ids)).values_list("party_id", "mark"))


def work_places(ids: Iterable[int]) -> tuple[dict[int, int], dict[int, int]]:
    """For each organisation the first person who works there today, and for each person where: living ones only."""
    today = clock.today()
    known = changes.with_rows_of(Relationship, Party, ids)
    if not known:
        return {}, {}
    rows = (
        Relationship.objects.filter(Q(other__in=known) | Q(party__in=known), type__code=WORKS_AT)
        .filter(party__binned_at=None, other__binned_at=None)
        .order_by("-id")
    )
    contacts: dict[int, int] = {}
    employers: dict[int, int] = {}
    for row in rows:
        if row.until is None or row.until >= today:
            contacts[row.other_id], employers[row.party_id] = row.party_id, row.other_id
    return contacts, employers


def _refresh_around(ids: set[int]) -> None:
    """Employers of these people, and people of these employers: whoever repeats them stands on another row."""
    around = set(Party.everything.filter(Q(main_contact__in=ids) | Q(works_at__in=ids)).values_list("pk", flat=True))
    linked = Relationship.objects.filter(Q(party__in=ids) | Q(other__in=ids), type__code=WORKS_AT)
    for pair in linked.values_list("party_id", "other_id"):
        around.update(pair)
    around -= ids
    if not around:
        return
    contacts, employers = work_places(around)
    stale = []
    for party in Party.everything.filter(pk__in=around):
        before = (party.main_contact_id, party.works_at_id)
        is_company = party.kind == PartyKind.ORGANISATION
        party.main_contact_id = contacts.get(party.pk) if is_company else None
        party.works_at_id = None if is_company else employers.get(party.pk)
        if before != (party.main_contact_id, party.works_at_id):
            stale.append(party)
    with unlocked():
        Party.everything.bulk_update(stale, ["main_contact", "works_at"], batch_size=500)


def search_entries(ids: Sequence[int]) -> Iterator[SearchEntry]:
    """One document per living party: what it is called and every way people look for it."""
    parties = list(Party.objects.filter(pk__in=ids))
    yield from _entries(parties, _by_party(PartyEmail, ids), _by_party(PartyPhone, ids), _by_party(PartyReference, ids))


def _entries(
    parties: Sequence[Party],
    emails: Mapping[int, list[Any]],
    phones: Mapping[int, list[Any]],
    references: Mapping[int, list[Any]],
) -> list[SearchEntry]:
    tags: dict[int, list[str]] = defaultdict(list)
    if tagged := changes.with_rows_of(PartyTag, Party, [party.pk for party in parties]):
        for party_id, name in PartyTag.objects.filter(party__in=tagged).values_list("party_id", "tag__name"):
            tags[party_id].append(name)
    return [
        search_entry(p, emails=emails[p.pk], phones=phones[p.pk], references=references[p.pk], tags=tags[p.pk])
        for p in parties
    ]


def search_entry(
    party: Party, *, emails: Iterable[Any], phones: Iterable[Any], references: Iterable[Any], tags: Iterable[str]
) -> SearchEntry:
    """The document of one party whose children are at hand."""
    return party_entry(
        party.pk,
        name=party.name,
        phone_shown=party.phone_shown,
        city=party.city,
        legal_name=party.legal_name,
        tax_id=party.tax_id,
        source_detail=party.source_detail,
        website=party.website,
        emails=[email.address for email in emails],
        digits=[phone.digits for phone in phones],
        references=[reference.code for reference in references],
        tags=tags,
    )


def _absorbed(ids: Iterable[int]) -> dict[int, list[Party]]:
    """Who was merged into each of these."""
    opened = changes.current()
    made = opened.created.get(Party, set()) if opened is not None else set()
    found: dict[int, list[Party]] = defaultdict(list)
    if asked := [pk for pk in ids if pk not in made]:
        for party in Party.everything.filter(merged_into__in=asked).order_by("pk"):
            found[party.merged_into_id or 0].append(party)
    return found


def _by_party(model: type[Any], ids: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if asked := changes.with_rows_of(model, Party, ids):
        for child in model.objects.filter(party__in=asked):
            found[child.party_id].append(child)
    return found


_columns: Final = attrgetter(*(f"{name}_id" if name in ("main_contact", "works_at") else name for name in REPEATED))
