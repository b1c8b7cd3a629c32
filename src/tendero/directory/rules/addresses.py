"""Postal addresses: what each country writes, and on how many lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tendero.directory.rules.provinces import PROVINCES
from tendero.kernel.text import fold

_SPANISH_CODE = re.compile(r"^\d{4,5}$")
_WHOLE_CODE = re.compile(r"^\d{5}$")
_FLOAT = re.compile(r"^(\d{4,5})[.,]0+$")
_ORDINAL = re.compile(r"(?<=\d)\s*\.?\s*(?:[ºª°]|o(?![a-z]))")
_FLOOR_WORD = re.compile(r"\d+|[^\W\d_]+")
# How the parts of a floor are written short; "" adds nothing to the number or letter beside it.
_SHORT: Mapping[str, str] = {
    **dict.fromkeys(("piso", "planta", "pl", "puerta", "pta", "letra", "depto", "dpto", "apto"), ""),
    **dict.fromkeys(("izda", "izqda", "izqd", "izquierda"), "izq"),
    **dict.fromkeys(("dch", "drcha", "dcho", "der", "derecha"), "dcha"),
    **dict.fromkeys(("bajos", "bj"), "bajo"),
    **dict.fromkeys(("ent", "entresuelo"), "entlo"),
    **dict.fromkeys(("pral", "ppal"), "principal"),
}
# Countries that write the postal code before the city; the rest of ours write it after, or have none.
_CODE_FIRST = frozenset(
    [
        "ES",
        "PT",
        "FR",
        "IT",
        "DE",
        "AD",
        "MX",
        "AR",
        "UY",
        "PY",
        "CL",
        "CR",
        "CU",
        "DO",
        "GT",
        "HN",
        "NI",
        "SV",
        "VE",
        "EC",
        "PE",
        "BO",
        "BE",
        "NL",
        "AT",
        "CH",
        "SE",
        "NO",
        "DK",
        "FI",
        "PL",
    ]
)


@dataclass(frozen=True, slots=True)
class Address:
    """``region`` is the province in Spain, the state, department or region elsewhere. ``country`` is an ISO code."""

    street: str = ""
    street2: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = "ES"


def floor_key(text: str) -> str:
    """Floor and door however they are written; "" where it says nothing of either.

    >>> {floor_key(text) for text in ("2º B", "2 B", "2ºB", "2.º-b", "Piso 2, puerta B")}
    {'2 b'}
    """
    if not text:
        return ""
    found = _FLOOR_WORD.findall(fold(_ORDINAL.sub(" ", text.lower())))
    told = [_SHORT.get(word, word.lstrip("0") or word) for word in found]
    return " ".join(word for word in told if word)


def leaves_off(street: str, there: str) -> bool:
    """Whether a street line says the beginning of another one: the house without its floor, the street without number.

    >>> [leaves_off(line, "Mayor, 12, 2º B") for line in ("Mayor 12", "C/ Mayor 12", "Mayor 12 2ºB", "Mayor 1")]
    [True, False, True, False]
    """
    mine, theirs = floor_key(street).split(), floor_key(there).split()
    return bool(mine) and theirs[: len(mine)] == mine


def one_house(street: str, other: str) -> bool:
    """Whether two street lines may be of one house in two writings: a word in common, and the same number.

    >>> one_house("C/ Mayor, 1", "Mayor 1, 2º B"), one_house("Mayor 1", "Mayor 25"), one_house("Nueva 1", "Mayor 1")
    (True, False, False)
    """
    mine, theirs = _words_and_number(street), _words_and_number(other)
    return bool(mine[0] & theirs[0]) and mine[1] == theirs[1]


def _words_and_number(street: str) -> tuple[set[str], str]:
    words = floor_key(street).split()
    return {word for word in words if len(word) > 2}, next((word for word in words if word.isdigit()), "")


def normal_postal_code(text: str, country: str) -> str:
    """Without spreadsheet damage: in Spain «8012» was «08012», «50001.0» was «50001»."""
    text = text.strip().lstrip("'").strip()
    if country != "ES":
        return text[:12]
    if found := _FLOAT.match(text):
        text = found[1]
    return text.zfill(5) if _SPANISH_CODE.match(text) else text[:12]


def province_of(postal_code: str, country: str) -> str:
    """Spain's province by its postal code, empty where it says nothing."""
    if country != "ES" or not _WHOLE_CODE.match(postal_code):
        return ""
    return PROVINCES.get(int(postal_code[:2]), "")


def postal_code_problem(postal_code: str, country: str) -> bool:
    """Whether a Spanish code cannot exist. Other countries are taken at their word."""
    return country == "ES" and bool(postal_code) and not province_of(postal_code, country)


def normalised(address: Address) -> Address:
    """The same address with its postal code repaired and, in Spain, the province filled in when empty."""
    code = normal_postal_code(address.postal_code, address.country) if address.postal_code else ""
    return Address(
        " ".join(address.street.split()),
        " ".join(address.street2.split()),
        code,
        " ".join(address.city.split()),
        " ".join(address.region.split()) or province_of(code, address.country),
        address.country or "ES",
    )


def lines(address: Address, home: str = "ES", country_name: str = "") -> list[str]:
    """As on an envelope; the country's name last and only when it is not the sender's."""
    place = (
        [address.postal_code, address.city] if address.country in _CODE_FIRST else [address.city, address.postal_code]
    )
    town = " ".join(part for part in place if part)
    region = address.region if address.region and address.region != address.city else ""
    abroad = (country_name or address.country).upper() if address.country != home else ""
    found = [address.street, address.street2, f"{town} ({region})" if town and region else town or region, abroad]
    return [line for line in found if line]


def short_line(address: Address) -> str:
    """Street and city for a header: «San Miguel, 14, Zaragoza»."""
    return ", ".join(part for part in (address.street, address.city) if part)
