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
