"""Somebody as a card: what Tendero holds now, in the words of the card he came with as far as they still hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from tendero.directory.rules.addresses import Address
from tendero.directory.rules.vcard.cards import cards_in
from tendero.directory.rules.vcard.lines import Params, Property, escape, plain
from tendero.directory.rules.vcard.people import FIELDS, Held, bare, is_machine, number, says

_TYPES: Final = {"work": "work", "home": "home", "mobile": "cell", "trabajo": "work", "casa": "home", "movil": "cell"}


@dataclass(slots=True)
class Person:
    """What is told of somebody: `held`, with the parts of his name, and the label of each way to reach him."""

    held: Held
    names: tuple[str, str] = ("", "")
    labels: dict[str, str] = field(default_factory=dict)
    ref: str = ""


def properties(person: Person, kept: Sequence[str], hidden: Collection[str]) -> list[Property]:
    """The card. `kept` are cards he came with; of fields that are `hidden` nothing is said."""
    found = [one for text in kept[:1] for one in _still(text, person.held, hidden)]
    new = [one for one in _now(person) if not _told(one, found)]
    if not any(one.name == "FN" for one in [*found, *new]):
        new.insert(0, Property("FN", escape(person.held.name)))
    return [*found, *new]


def read(lines: str) -> list[Property]:
    """Properties from lines as 4.0 writes them."""
    text = "\r\n".join(["BEGIN:VCARD", "VERSION:4.0", *lines.split("\n"), "END:VCARD"])
    return next((card.properties for card in cards_in(text.encode("utf-8", "surrogatepass"))), [])


def _still(text: str, held: Held, hidden: Collection[str]) -> list[Property]:
    """What the card says and still holds: all that Tendero has no place for, and what it has and did not change.

    What there is no place for may say anything, a tax id in a note: only who may know every field is told it.
    """
    found: list[Property] = []
    for line in text.split("\n"):
        mark, told = line[:1], line[1:]
        for one in read(told):
            secret = FIELDS[one.name] in hidden if one.name in FIELDS else bool(hidden)
            if not secret and (mark == "=" or says(one, held)):
                found.append(one)
    return found


def _told(one: Property, found: Sequence[Property]) -> bool:
    """Whether the card says already what Tendero would add."""
    mine = _as_held(one)
    same = [other for other in found if other.name == one.name]
    if one.name in ("N", "FN", "ORG", "TITLE", "BDAY", "KIND"):
        return bool(same)
    return any(says(other, mine) for other in same)


def _as_held(one: Property) -> Held:
    text = plain(one.value)
    if one.name == "ADR":
        parts = [plain(part) for part in one.value.split(";")]
        return Held(addresses=[Address(parts[2], parts[1], parts[5], parts[3])])
    return Held(emails=[text], phones=[number(one)] if not is_machine(one) else [], pages=[text], tags=[text])


def _now(person: Person) -> list[Property]:
    """What Tendero holds, as properties."""
    held, label = person.held, person.labels
    first, last = person.names
    found = [Property("FN", escape(held.name))]
    if held.organisation:
        found += [Property("N", ";;;;"), Property("ORG", escape(held.name)), Property("KIND", "org")]
    else:
        found.append(Property("N", f"{escape(last)};{escape(first)};;;"))
        found += [Property("ORG", escape(held.company))] if held.company else []
        found += [Property("TITLE", escape(held.job))] if held.job else []
    found += [Property("TEL", escape(text), _type(label.get(text, ""))) for text in held.phones]
    found += [Property("EMAIL", escape(text), _type(label.get(text, ""))) for text in held.emails]
    found += [Property("ADR", _address(one), _type(label.get(_key(one), ""))) for one in held.addresses]
    found += [Property("URL", page) for page in dict.fromkeys(held.pages) if bare(page)]
    key, year = held.birthday
    if key:
        month, day = key // 100, key % 100
        found.append(Property("BDAY", f"{year:04d}{month:02d}{day:02d}" if year else f"--{month:02d}{day:02d}"))
    found += [Property("CATEGORIES", escape(tag)) for tag in held.tags]
    return found


def _key(address: Address) -> str:
    return f"{address.street}|{address.postal_code}|{address.city}"


def _address(one: Address) -> str:
    parts = ("", one.street2, one.street, one.city, one.region, one.postal_code, one.country)
    return ";".join(escape(part) for part in parts)


def _type(label: str) -> Params:
    sort = _TYPES.get(label.lower(), "")
    return (("TYPE", (sort,)),) if sort else ()


def label_of(address: Address) -> str:
    """By what an address is found among the labels of a person."""
    return _key(address)
