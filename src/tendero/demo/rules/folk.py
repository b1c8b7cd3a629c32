"""One person, one company: names, tax id, telephones, address, drawn from a seeded chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from tendero.demo.rules import words
from tendero.demo.rules.words import Town
from tendero.kernel.text import fold

_DNI_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"


@dataclass(slots=True)
class Folk:
    """A person or company that never existed. Telephones are E.164; `phone_shown` as people write it."""

    organisation: bool
    name: str
    first_name: str = ""
    last_name: str = ""
    second_last_name: str = ""
    legal_name: str = ""
    tax_id: str = ""
    email: str = ""
    phone: str = ""
    phone_shown: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    province: str = ""
    birthday_key: int = 0
    birth_year: int | None = None


@lru_cache(maxsize=4)
def _weights(towns: tuple[Town, ...]) -> list[int]:
    total, found = 0, []
    for town in towns:
        total += town.weight
        found.append(total)
    return found


_TRADE_WEIGHTS: Final = [weight for _name, weight in words.TRADES]
_TRADE_NAMES: Final = [name for name, _weight in words.TRADES]


def person(chance: Random, towns: tuple[Town, ...]) -> Folk:
    """A person with two surnames."""
    woman = chance.random() < 0.52
    first = chance.choice(words.WOMEN if woman else words.MEN)
    if chance.random() < 0.12:
        other = chance.choice(words.WOMEN if woman else words.MEN)
        first = f"{first} {other}" if other != first else first
    last, second = chance.choice(words.SURNAMES), chance.choice(words.SURNAMES)
    folk = Folk(False, f"{first} {last} {second}", first, last, second, tax_id=dni(chance.randrange(10**7, 10**8)))
    number = chance.randrange(600_000_000, 799_999_999)
    folk.phone, folk.phone_shown = f"+34{number}", _grouped(str(number))
    folk.email = f"{slug(first.split()[0])}.{slug(last)}{number % 1000:03d}@{chance.choice(words.MAIL)}"
    if chance.random() < 0.45:
        folk.birthday_key = chance.randrange(1, 13) * 100 + chance.randrange(1, 29)
        folk.birth_year = chance.randrange(1945, 2005) if chance.random() < 0.7 else None
    _settle(folk, chance, towns)
    return folk


def company(chance: Random, towns: tuple[Town, ...]) -> Folk:
    """A company of some trade, called after a place, a saint or a family."""
    trade = chance.choices(_TRADE_NAMES, _TRADE_WEIGHTS)[0]
    called = chance.choice(words.SHOP_NAMES).replace("_", " ")
    surname = chance.choice(words.SURNAMES)
    name = f"{trade} {called}" if chance.random() < 0.6 else f"{trade} {surname}"
    if chance.random() < 0.35:
        name = f"{trade} {called} {surname}" if chance.random() < 0.5 else f"{trade} Hermanos {surname}"
    folk = Folk(
        True, name, legal_name=f"{name} {chance.choice(words.LEGAL)}", tax_id=cif(chance.randrange(10**6, 10**7))
    )
    _settle(folk, chance, towns)
    prefix = next(town.prefix for town in towns if town.name == folk.city)
    number = f"{prefix}{chance.randrange(10 ** (9 - len(prefix))):0{9 - len(prefix)}d}"
    folk.phone, folk.phone_shown = f"+34{number}", _grouped(number)
    folk.email = f"{slug(called)}{chance.randrange(1000)}@{slug(trade)}-{slug(surname)}.example"
    return folk


def _settle(folk: Folk, chance: Random, towns: tuple[Town, ...]) -> None:
    town = chance.choices(towns, cum_weights=_weights(towns))[0]
    folk.city, folk.province = town.name, town.province
    folk.postal_code = (town.postal + f"{chance.randrange(1, 30):02d}")[:5]
    folk.street = f"{chance.choice(words.WAYS)} {chance.choice(words.STREETS)}, {chance.randrange(1, 120)}"


@lru_cache(maxsize=4096)
def slug(word: str) -> str:
    """Small ASCII letters only, for addresses."""
    return "".join(letter for letter in fold(word) if letter.isalnum())


def _grouped(number: str) -> str:
    return f"{number[:3]} {number[3:5]} {number[5:7]} {number[7:]}"


def dni(number: int) -> str:
    """A DNI with its control letter (Real Decreto 1553/2005): the remainder by 23 chooses it."""
    return f"{number:08d}{_DNI_LETTERS[number % 23]}"


def cif(number: int) -> str:
    """A company's NIF: letter B, seven digits and the control digit (Orden EHA/451/2008)."""
    digits = f"{number:07d}"
    doubled = sum(int(digit) for pair in digits[::2] for digit in str(int(pair) * 2))
    total = doubled + sum(int(digit) for digit in digits[1::2])
    return f"B{digits}{-total % 10}"
