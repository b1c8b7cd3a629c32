"""What a card says of somebody, as columns of a table; and what of it Tendero holds itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tendero.directory.rules.addresses import Address
from tendero.directory.rules.vcard.cards import Card
from tendero.directory.rules.vcard.lines import Property, components, plain, split
from tendero.kernel.text import words

REST: Final = "vcard"
"""The column of the whole card, line by line, from which an export takes what Tendero has no place for."""
PLACES: Final = {"work": "work", "home": "home", "cell": "mobile", "other": "other"}
MACHINES: Final = frozenset(["fax", "pager", "modem", "bbs", "isdn", "pcs", "x-pager", "textphone"])
_PLACE: Final = ("street2", "street", "city", "region", "postal_code", "country")
_DAY: Final = re.compile(r"^(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?$")
_NOT_DIGITS: Final = re.compile(r"\D+")
_NET: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
ORDER: Final = ("name", "first_name", "middle_name", "last_name", "kind", "company", "job_title")
FIELDS: Final = {
    "N": "name", "FN": "name", "EMAIL": "emails", "TEL": "phones", "ADR": "addresses", "URL": "website",
    "BDAY": "birthday",
    "CATEGORIES": "tags", "ORG": "relationships", "TITLE": "relationships", "ROLE": "relationships",
    "LABEL": "addresses",
    "IMPP": "profiles", "PHOTO": "photo", "LOGO": "photo", "GEO": "addresses", "NICKNAME": "name",
}  # fmt: skip
"""Whoever may not know a field is not told the property either."""


@dataclass(slots=True)
class Held:
    """What Tendero holds of somebody, as far as a card can say it too."""

    name: str = ""
    company: str = ""
    job: str = ""
    organisation: bool = False
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    birthday: tuple[int, int] = (0, 0)
    tags: list[str] = field(default_factory=list)


def cells(card: Card) -> dict[str, list[str]]:
    """The values of a card by the importer's targets (``phone:work``)."""
    found: dict[str, list[str]] = {}
    for one in card.properties:
        for key, value in _READ[one.name](one) if one.name in _READ else ():
            if value.strip():
                found.setdefault(key, []).append(value.strip())
    _addresses(card, found)
    if _is_company(card):
        found["kind"] = ["organisation"]
        found["name"] = found.pop("company", [])[:1] or found.get("name", [])
    elif found.get("first_name") or found.get("last_name"):
        found.pop("name", None)
    found["note"] = found.get("note", [])
    return {key: values for key, values in found.items() if values}


def order(keys: Iterable[str]) -> list[str]:
    """Columns as a person reads them, the whole card last."""
    told = {key: at for at, key in enumerate(ORDER)}
    return sorted(set(keys), key=lambda key: (key == REST, told.get(key, len(told)), key))


def birthday(value: str) -> tuple[int, int]:
    """Month and day (1224), and the year, 0 without one; (0, 0) for what is no day."""
    found = _DAY.match(plain(value).strip())
    if not found:
        return 0, 0
    return int(found[2]) * 100 + int(found[3]), 0 if found[1] == "--" else int(found[1])


def says(one: Property, held: Held) -> bool:
    """Whether Tendero holds what the property says."""
    check = _SAYS.get(one.name)
    return check is not None and check(one, held)


def place(one: Property) -> str:
    """Which of several: the label that Tendero gives it, "" for none it knows."""
    return next((PLACES[sort] for sort in ("cell", "work", "home", "other") if sort in one.types), "")


def is_machine(one: Property) -> bool:
    """A fax or a pager: nobody answers it, so it is no telephone of ours."""
    return bool(one.types & MACHINES)


def number(one: Property) -> str:
    """The telephone number without what the address form puts around it."""
    text = plain(one.value).strip()
    return text[4:].split(";")[0] if text.lower().startswith("tel:") else text


def _is_company(card: Card) -> bool:
    if card.first("KIND").lower() == "org" or card.first("X-ABSHOWAS").upper() == "COMPANY":
        return True
    named = "".join(components(card.first("N"))).strip()
    org, called = components(card.first("ORG"))[0].strip(), plain(card.first("FN")).strip()
    return bool(org) and not named and called in ("", org)


def _name(one: Property) -> list[tuple[str, str]]:
    parts = [part.replace(",", " ") for part in components(one.value)] + [""] * 3
    return [("last_name", parts[0]), ("first_name", parts[1]), ("middle_name", parts[2])]


def _phone(one: Property) -> list[tuple[str, str]]:
    if is_machine(one) or not any(letter.isdigit() for letter in number(one)):
        return []
    return [(_at("phone", place(one)), number(one))]


def _at(key: str, label: str) -> str:
    return f"{key}:{label}" if label else key


def _birthday(one: Property) -> list[tuple[str, str]]:
    key, year = birthday(one.value)
    day = f"{key // 100:02d}-{key % 100:02d}"
    return [("birthday", f"{year:04d}-{day}" if year else f"--{day}")] if key else []


def _categories(one: Property) -> list[tuple[str, str]]:
    return [("tags", plain(part).replace("\n", " ").replace(";", ",")) for part in split(one.value, ",")]


_READ: Final = {
    "FN": lambda one: [("name", plain(one.value))],
    "N": _name,
    "ORG": lambda one: [("company", components(one.value)[0])],
    "TITLE": lambda one: [("job_title", plain(one.value))],
    "TEL": _phone,
    "EMAIL": lambda one: [(_at("email", place(one)), plain(one.value))],
    "URL": lambda one: [("website", plain(one.value))],
    "BDAY": _birthday,
    "NOTE": lambda one: [("note", plain(one.value))],
    "CATEGORIES": _categories,
}


def _addresses(card: Card, found: dict[str, list[str]]) -> None:
    """Each address under its label; a second one of the same under a number, whose parts share it."""
    taken: set[str] = set()
    for at, one in enumerate(card.all("ADR"), start=2):
        parts = [" ".join(part.replace("\n", ", ").split()) for part in [*components(one.value), *[""] * 7][:7]]
        if not any(parts):
            continue
        label = place(one)
        label = str(at) if label in taken else label
        taken.add(label)
        parts[1] = ", ".join(part for part in (parts[0], parts[1]) if part)
        for key, value in zip(_PLACE, parts[1:], strict=True):
            if value:
                found[_at(key, label)] = [value]
    pages = found.pop("website", [])
    found |= {key: values for key, values in (("website", pages[:1]), ("profile", pages[1:])) if values}
    for key, most in (("name", 1), ("first_name", 1), ("middle_name", 1), ("last_name", 1), ("company", 1),
                      ("job_title", 1), ("birthday", 1)):  # fmt: skip
        found[key] = found.get(key, [])[:most]


def _same_words(a: str, b: str) -> bool:
    return sorted(words(a)) == sorted(words(b))


def _says_name(one: Property, held: Held) -> bool:
    if one.name == "FN":
        return set(words(held.name)) <= set(words(plain(one.value)))
    return _same_words(" ".join(value for _key, value in _name(one)), held.name)


def _says_phone(one: Property, held: Held) -> bool:
    mine = _NOT_DIGITS.sub("", number(one))
    if is_machine(one) or not mine:
        return False
    return any(theirs.endswith(mine[-9:]) or mine.endswith(theirs[-9:]) for phone in held.phones
               if (theirs := _NOT_DIGITS.sub("", phone)))  # fmt: skip


def _says_address(one: Property, held: Held) -> bool:
    mine = set(words(" ".join(components(one.value))))
    return any(_words_of(address) and _words_of(address) <= mine for address in held.addresses)


def _words_of(address: Address) -> set[str]:
    """What the person told of the place; province and country may have been filled in since."""
    return set(words(f"{address.street} {address.street2} {address.city}")) - {"piso"}


def _says_page(one: Property, held: Held) -> bool:
    return bare(plain(one.value)) in {bare(page) for page in held.pages}


def bare(address: str) -> str:
    """An address of the web without what is the same on every page."""
    return _NET.sub("", address.strip()).rstrip("/").lower()


def _says_day(one: Property, held: Held) -> bool:
    return birthday(one.value) == held.birthday


def _says_tags(one: Property, held: Held) -> bool:
    mine = {" ".join(words(value)) for _key, value in _categories(one) if value.strip()}
    return bool(mine) and mine <= {" ".join(words(tag)) for tag in held.tags}


def _says_company(one: Property, held: Held) -> bool:
    told = components(one.value)[0]
    return bool(told.strip()) and _same_words(told, held.name if held.organisation else held.company)


_SAYS: Final = {
    "N": _says_name,
    "FN": _says_name,
    "ORG": _says_company,
    "TITLE": lambda one, held: bool(held.job) and _same_words(plain(one.value), held.job),
    "TEL": _says_phone,
    "EMAIL": lambda one, held: plain(one.value).strip().lower() in {address.lower() for address in held.emails},
    "ADR": _says_address,
    "URL": _says_page,
    "BDAY": _says_day,
    "CATEGORIES": _says_tags,
}


def marked(lines: Sequence[str], held: Held, properties: Sequence[Property]) -> str:
    """The card as it is kept: "+" before what Tendero holds itself from now on, "=" before what only the card says."""
    return "\n".join(("+" if says(one, held) else "=") + line for line, one in zip(lines, properties, strict=True))
