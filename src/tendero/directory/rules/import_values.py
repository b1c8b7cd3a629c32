"""Values as other programs write them: yes and no, names of languages and countries, lists in one cell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError

from tendero.kernel import countries
from tendero.kernel.text import fold

_YES: Final = frozenset(
    ["s", "si", "y", "yes", "true", "1", "x", "verdadero", "v", "ok", "on", "acepta", "✓", "t", "cierto"]
)
_NO: Final = frozenset(["n", "no", "false", "0", "falso", "f", "off", "no acepta", "✗", "baja", "nunca"])
_CODE: Final = re.compile(r"^([a-z]{2,3})(?:[-_]([a-z]{2}|\d{3}))?(?:\.utf-?8)?$", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"\s*(?:[;|\n]|:::)\s*")
_SEVERAL_OR_COMMA: Final = re.compile(r"\s*(?:[;,|\n]|:::)\s*")
_EMAIL: Final = re.compile(r"^[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@.,;<>\"]{2,}$")
_NAMED_EMAIL: Final = re.compile(r"^.*<([^<>]+)>\s*$")
_EXTRA_COUNTRIES: Final = {
    "usa": "US", "eeuu": "US", "ee uu": "US", "ee.uu.": "US", "uk": "GB", "inglaterra": "GB", "england": "GB",
    "espana": "ES", "spain": "ES", "mejico": "MX", "holanda": "NL", "the netherlands": "NL", "corea": "KR",
    "south korea": "KR", "russia": "RU", "rusia": "RU", "esp": "ES", "mex": "MX", "col": "CO", "arg": "AR", "chl": "CL",
    "per": "PE", "republica dominicana": "DO", "czech republic": "CZ", "scotland": "GB", "gran bretana": "GB",
}  # fmt: skip
_EXTRA_LANGUAGES: Final = {"castellano": "es", "valenciano": "ca", "euskera": "eu", "vasco": "eu", "gallego": "gl"}
_KINDS: Final = {
    "person": "person", "persona": "person", "particular": "person", "contact": "person", "contacto": "person",
    "individual": "person", "persona fisica": "person", "p": "person",
    "organisation": "organisation", "organization": "organisation", "company": "organisation",
    "empresa": "organisation", "organizacion": "organisation", "persona juridica": "organisation",
    "juridica": "organisation", "sociedad": "organisation", "cuenta": "organisation", "e": "organisation",
}  # fmt: skip
_VALUED: Final = {
    "price": "price", "precio": "price", "service": "service", "servicio": "service", "quality": "quality",
    "calidad": "quality",
}  # fmt: skip


def read_flag(text: str) -> bool | None:
    """True, False, or None where the cell says neither."""
    told = fold(text).strip(" .")
    if told in _YES:
        return True
    return False if told in _NO else None


def read_kind(text: str) -> str:
    """ "person", "organisation" or ""."""
    return _KINDS.get(fold(text), "")


def read_valued(text: str) -> str:
    """What somebody values: "price", "service", "quality" or ""."""
    return _VALUED.get(fold(text), "")


@lru_cache(maxsize=4096)
def read_language(text: str) -> str:
    """«Español», «spanish», «es» → "es"; «es_MX» → "es-MX"; "" where it names none."""
    found = _languages().get(fold(text), "")
    if found:
        return found
    if code := _CODE.match(text.strip()):
        language = code[1].lower()
        if language in _language_codes():
            return f"{language}-{code[2].upper()}" if code[2] else language
    return ""


@lru_cache(maxsize=4096)
def read_country(text: str) -> str:
    """The ISO code of a country by its code or its name in Spanish or English; "" where it names none."""
    told = fold(text)
    found = _EXTRA_COUNTRIES.get(told) or _countries().get(told) or _countries().get(told.replace(".", ""))
    if found:
        return found
    code = text.strip().upper()
    return code if code in countries.codes() else ""


def split_list(text: str, *, comma: bool = True) -> list[str]:
    """The parts of a cell that holds several: tags by comma, semicolon, bar or line."""
    parts = (_SEVERAL_OR_COMMA if comma else _SEVERAL).split(text.strip())
    kept = (part.strip().removeprefix("* ").strip() for part in parts)
    return list(dict.fromkeys(part for part in kept if part))


def read_emails(text: str) -> tuple[list[str], list[str]]:
    """Addresses of a cell, and what stands there without being one."""
    if _EMAIL.match(text) and len(text) <= 254:
        return [text], []
    good: list[str] = []
    bad: list[str] = []
    for part in re.split(r"[;,\s|]+(?=\S+@)|[;|\n]+", text.strip()):
        named = _NAMED_EMAIL.match(part)
        address = (named[1] if named else part).strip().removeprefix("mailto:")
        if address:
            (good if _EMAIL.match(address) and len(address) <= 254 else bad).append(address)
    return good, bad


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("en", "es"):
        for code, name in Locale(language).territories.items():
            if code in countries.codes():
                names[fold(name)] = code
    return names


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("en", "es"):
        for code, name in Locale(language).languages.items():
            if "_" not in code:
                names[fold(name)] = code
    for code in ("es", "en", "fr", "de", "it", "pt", "ca", "eu", "gl", "nl"):
        try:
            names[fold(str(Locale(code).get_language_name(code)))] = code
        except UnknownLocaleError:
            continue
    return names | _EXTRA_LANGUAGES


@lru_cache(maxsize=1)
def _language_codes() -> frozenset[str]:
    return frozenset(str(code) for code in Locale("en").languages if "_" not in str(code))
