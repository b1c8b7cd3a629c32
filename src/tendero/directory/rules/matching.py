"""The one rule of uniqueness: two contacts that share a key are probably the same.

Tax id, e-mail, telephone and external reference each suffice; a name needs the birthday or the city beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from tendero.directory.rules.names import name_key
from tendero.kernel.text import fold

MAX_KEY = 200


class KeyKind(StrEnum):
    """Strongest first: the order in which a match is explained."""

    REFERENCE = "reference"
    TAX_ID = "tax_id"
    EMAIL = "email"
    PHONE = "phone"
    NAME_BIRTHDAY = "name_birthday"
    NAME_CITY = "name_city"


STRENGTH = {kind: position for position, kind in enumerate(KeyKind)}
_KINDS = tuple(KeyKind)
_HASHED = 60
_BASES = {str(kind): position << _HASHED for kind, position in STRENGTH.items()}


@dataclass(slots=True)
class Identity:
    """What identifies a party: normalised values (E.164 telephones, compact tax id, ``month*100+day`` birthday)."""

    name: str = ""
    organisation: bool = False
    tax_id: str = ""
    emails: Iterable[str] = field(default_factory=list)
    phones: Iterable[str] = field(default_factory=list)
    references: Iterable[tuple[str, str]] = field(default_factory=list)
    birthday_key: int = 0
    cities: Iterable[str] = field(default_factory=list)


def match_keys(identity: Identity) -> list[tuple[str, str]]:
    """``(kind, key)`` pairs without repeats. Doubtful telephones (not E.164) make no key."""
    keys: dict[tuple[str, str], None] = {}
    for system, code in identity.references:
        if code:
            keys[KeyKind.REFERENCE, f"{fold(system)}:{code.strip()}"[:MAX_KEY]] = None
    if identity.tax_id:
        keys[KeyKind.TAX_ID, identity.tax_id[:MAX_KEY]] = None
    for address in identity.emails:
        if "@" in address:
            keys[KeyKind.EMAIL, address.strip().lower()[:MAX_KEY]] = None
    for number in identity.phones:
        if number.startswith("+"):
            keys[KeyKind.PHONE, number[:MAX_KEY]] = None
    _add_name_keys(identity, keys)
    return list(keys)


def mark_of(kind: str, key: str) -> int:
    """The key as one number of 63 bits: its kind, the strongest the smallest, then 60 bits of its BLAKE2b (RFC 7693).

    What the database keeps and looks up, a third of the key's size. Of twenty thousand shops with ten million keys of
    one kind each, one has two keys that share a mark by accident.
    """
    return _BASES[kind] + (int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") >> 4)


def kind_of(mark: int) -> KeyKind:
    """The kind of key that this is the mark of."""
    return _KINDS[mark >> _HASHED]


def _add_name_keys(identity: Identity, keys: dict[tuple[str, str], None]) -> None:
    name = name_key(identity.name) if identity.name else ""
    if not name:
        return
    if identity.birthday_key:
        keys[KeyKind.NAME_BIRTHDAY, f"{name[: MAX_KEY - 5]}|{identity.birthday_key}"] = None
    if " " not in name and not identity.organisation:
        return  # a first name and a city would make all the Marías of Zaragoza one
    for city in identity.cities:
        if folded := fold(city):
            keys[KeyKind.NAME_CITY, f"{name[:120]}|{folded[:70]}"] = None
