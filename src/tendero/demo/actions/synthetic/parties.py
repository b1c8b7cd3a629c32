"""People and companies, with everything that `kernel.write` would have computed for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from tendero.demo.actions.synthetic.loading import Table
from tendero.demo.rules import folk, words
from tendero.demo.rules.folk import Folk
from tendero.demo.rules.words import Town
from tendero.directory.models import Party, PartyAddress, PartyEmail, PartyKey, PartyPhone, PartyRole, RoleType
from tendero.directory.models.findable import party_entry
from tendero.kernel import refs, search, text

COMPANY_SHARE = 0.4
_SHARED = {
    "version": 1,
    "binned_at": None,
    "tax_country": "ES",
    "tax_id_valid": True,
    "language": "es",
    "website": "",
    "source": None,
    "source_detail": "",
    "source_detail_folded": "",
    "referred_by": None,
    "values_first": "",
    "values_second": "",
    "photo": None,
    "country": "ES",
    "main_contact": None,
    "works_at": None,
    **dict.fromkeys(("consent_email", "consent_post", "consent_phone", "consent_whatsapp", "consent_sms"), "unknown"),
}
_COLUMNS = """
    id ref created changed kind name name_folded name_sort first_name first_name_folded last_name last_name_folded
    second_last_name second_last_name_folded legal_name legal_name_folded tax_id birthday_key birth_year owner email
    phone phone_shown city city_folded city_sort region region_folded postal_code
""".split()


@lru_cache(maxsize=20_000)
def folded(written: str) -> str:
    """`text.fold`, remembered: names repeat."""
    return text.fold(written)


@lru_cache(maxsize=20_000)
def sorting(written: str) -> str:
    """`text.sort_key`, remembered."""
    return text.sort_key(written)


def _joined(how: Any, parts: list[str]) -> str:
    """Each word through `how`, which remembers words: a name is made of a few thousand of them."""
    return " ".join(how(part) for part in parts)


@dataclass
class Crowd:
    """Writes parties in chunks and remembers, for what is loaded after them, who answers for each."""

    chance: Random
    now: datetime
    towns: tuple[Town, ...] = words.SPAIN
    made: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The tables a contact goes to, with what is the same for all of them."""
        self.parties = Table(Party, _COLUMNS, **_SHARED)
        self.emails = Table(PartyEmail, ["id", "party", "created", "address", "address_folded"], label="", position=0)
        self.phones = Table(
            PartyPhone, ["id", "party", "created", "number", "shown", "digits"], label="", position=0, whatsapp=False
        )
        self.addresses = Table(
            PartyAddress,
            ["id", "party", "created", "street", "postal_code", "city", "city_folded", "region"],
            label="",
            position=0,
            street2="",
            country="ES",
        )
        self.keys = Table(PartyKey, ["party", "mark"])
        self.roles = Table(
            PartyRole, ["id", "party", "created", "role", "current"], since=None, until=None, target=None
        )
        self.role_ids = list(RoleType.objects.values_list("pk", flat=True))
        self.documents: list[tuple[int, int, search.Folded]] = []

    def tables(self) -> list[Table]:
        """The tables to load, in the order their keys need."""
        return [self.parties, self.emails, self.phones, self.addresses, self.keys, self.roles]

    def add(self, owner: int) -> None:
        """One more, for that owner to answer for."""
        chance = self.chance
        made = (folk.company if chance.random() < COMPANY_SHARE else folk.person)(chance, self.towns)
        pk = self.parties.key()
        created = self.now - timedelta(minutes=chance.randrange(1, 3 * 365 * 24 * 60))
        self._row(pk, made, owner, created)
        self.emails.add(self.emails.key(), pk, created, made.email, made.email)
        self.phones.add(self.phones.key(), pk, created, made.phone, made.phone_shown, made.phone[1:])
        address = (made.street, made.postal_code, made.city, folded(made.city), made.province)
        self.addresses.add(self.addresses.key(), pk, created, *address)
        self._keys(pk, made)
        if self.role_ids and chance.random() < 0.3:
            role = chance.choice(self.role_ids)
            self.roles.add(self.roles.key(), pk, created, role, role)
        told = party_entry(
            pk,
            name=made.name,
            phone_shown=made.phone_shown,
            city=made.city,
            legal_name=made.legal_name,
            tax_id=made.tax_id,
            emails=[made.email],
            digits=[made.phone[1:]],
        )
        self.documents.append((pk, pk, search.folded(told)))
        self.made.append((pk, owner))

    def _row(self, pk: int, made: Folk, owner: int, created: datetime) -> None:
        """The contact's own row, folded and sort names worked out here because no writer does it on this way."""
        parts = made.name.split(" ")
        self.parties.add(
            pk,
            refs.new_ref(),
            created,
            created,
            "organisation" if made.organisation else "person",
            made.name,
            _joined(folded, parts),
            _joined(sorting, parts),
            made.first_name,
            folded(made.first_name),
            made.last_name,
            folded(made.last_name),
            made.second_last_name,
            folded(made.second_last_name),
            made.legal_name,
            _joined(folded, made.legal_name.split(" ")) if made.legal_name else "",
            made.tax_id,
            made.birthday_key,
            made.birth_year,
            owner,
            made.email,
            made.phone,
            made.phone_shown,
            made.city,
            folded(made.city),
            sorting(made.city),
            made.province,
            folded(made.province),
            made.postal_code,
        )

    def _keys(self, pk: int, made: Folk) -> None:
        """The marks by which an import or a new contact finds that he exists already."""
        from tendero.directory.rules.matching import Identity, mark_of, match_keys

        identity = Identity(
            name=made.name,
            organisation=made.organisation,
            tax_id=made.tax_id,
            emails=[made.email],
            phones=[made.phone],
            birthday_key=made.birthday_key,
            cities=[made.city],
        )
        for key in match_keys(identity):
            self.keys.add(pk, mark_of(*key))
