"""What follows from a party's children: the columns that repeat the first of each, uniqueness keys, search words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from tendero.directory.models.memory import PartyTag, Relationship
from tendero.directory.models.party import Party, PartyKind
from tendero.directory.models.reach import PartyAddress, PartyEmail, PartyPhone, PartyReference
from tendero.directory.models.uniqueness import PartyKey
from tendero.directory.rules.matching import Identity, match_keys
from tendero.kernel import clock, text
from tendero.kernel.search import SearchEntry

COLUMNS: Final = (
    "email", "phone", "phone_shown", "city", "city_folded", "city_sort",
    "region", "region_folded", "country", "main_contact",
)  # fmt: skip
WORKS_AT: Final = "works_at"


def refresh_parties(ids: Sequence[int]) -> None:
    """Recompute the repeated columns and uniqueness keys of these parties: a constant number of statements."""
    emails = _by_party(PartyEmail, ids)
    phones = _by_party(PartyPhone, ids)
    addresses = _by_party(PartyAddress, ids)
    references = _by_party(PartyReference, ids)
    contacts = _main_contacts(ids)
    changed = []
    identities: dict[int, Identity] = {}
    for party in Party.everything.filter(pk__in=ids):
        before = tuple(getattr(party, _attname(name)) for name in COLUMNS)
        _fill(party, emails[party.pk], phones[party.pk], addresses[party.pk], contacts.get(party.pk))
        if before != tuple(getattr(party, _attname(name)) for name in COLUMNS):
            changed.append(party)
        identities[party.pk] = Identity(
            name=party.name,
            organisation=party.kind == PartyKind.ORGANISATION,
            tax_id=party.tax_id,
            emails=[email.address for email in emails[party.pk]],
            phones=[phone.number for phone in phones[party.pk]],
            references=[(reference.system, reference.code) for reference in references[party.pk]],
            birthday_key=party.birthday_key,
            cities=[address.city for address in addresses[party.pk]],
        )
    if changed:
        Party.everything.bulk_update(changed, COLUMNS, batch_size=500)
    refresh_keys(identities)


def refresh_keys(identities: dict[int, Identity]) -> None:
    """Make the stored keys of these parties those of `identities`: one read, at most one delete and one insert."""
    wanted = {(party, str(kind), key) for party, identity in identities.items() for kind, key in match_keys(identity)}
    stored = {
        (party, kind, key): pk
        for pk, party, kind, key in PartyKey.objects.filter(party__in=identities).values_list(
            "pk", "party_id", "kind", "key"
        )
    }
    gone = [pk for found, pk in stored.items() if found not in wanted]
    if gone:
        PartyKey.objects.filter(pk__in=gone).delete()
    fresh = sorted(wanted - stored.keys())
    PartyKey.objects.bulk_create((PartyKey(party_id=p, kind=k, key=v) for p, k, v in fresh), batch_size=1000)


def search_entries(ids: Sequence[int]) -> Iterator[SearchEntry]:
    """One document per living party: what it is called and every way people look for it."""
    emails = _by_party(PartyEmail, ids)
    phones = _by_party(PartyPhone, ids)
    references = _by_party(PartyReference, ids)
    tags: dict[int, list[str]] = defaultdict(list)
    for party_id, name in PartyTag.objects.filter(party__in=ids).values_list("party_id", "tag__name"):
        tags[party_id].append(name)
    for party in Party.objects.filter(pk__in=ids):
        more = [party.legal_name, party.tax_id, party.source_detail, *tags[party.pk]]
        more += [email.address for email in emails[party.pk]]
        more += [reference.code for reference in references[party.pk]]
        yield SearchEntry(
            record_key=Party.record_key,
            record_id=party.pk,
            title=party.name,
            subtitle=" · ".join(part for part in (party.phone_shown, party.city) if part),
            text=" ".join(part for part in more if part),
            numbers=tuple(phone.digits for phone in phones[party.pk] if phone.digits),
            party_id=party.pk,
        )


def _by_party(model: type[Any], ids: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for child in model.objects.filter(party__in=ids):
        found[child.party_id].append(child)
    return found


def _main_contacts(ids: Sequence[int]) -> dict[int, int]:
    """For each organisation, the first person who works there today."""
    today = clock.today()
    rows = Relationship.objects.filter(other__in=ids, type__code=WORKS_AT, party__binned_at=None).order_by("-id")
    return {row.other_id: row.party_id for row in rows if row.until is None or row.until >= today}


def _fill(party: Party, emails: list[Any], phones: list[Any], addresses: list[Any], contact: int | None) -> None:
    party.email = emails[0].address if emails else ""
    party.phone = phones[0].number if phones else ""
    party.phone_shown = str(phones[0])[:40] if phones else ""
    address = addresses[0] if addresses else None
    party.city = address.city if address else ""
    party.region = address.region if address else ""
    party.country = address.country if address else ""
    party.city_folded, party.city_sort = text.fold(party.city), text.sort_key(party.city)
    party.region_folded = text.fold(party.region)
    party.main_contact_id = contact if party.kind == PartyKind.ORGANISATION else None


def _attname(name: str) -> str:
    return "main_contact_id" if name == "main_contact" else name
