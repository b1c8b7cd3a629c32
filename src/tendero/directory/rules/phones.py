"""Telephone numbers: E.164 to store, national text to show, a warning when it does not look like one.

``phonenumbers`` takes some 60 microseconds a number; Spanish numbers, the bulk of any import here, take a regular
expression first and never reach it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

MAX_DIGITS = 15
MIN_DIGITS = 5


class PhoneProblem(StrEnum):
    """Why a number is doubtful. It is kept all the same: a warning, never a refusal."""

    NONE = ""
    EMPTY = "empty"
    NOT_A_PHONE = "not_a_phone"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    SPREADSHEET = "spreadsheet"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as read: ``number`` is E.164 where it could be read and the typed text otherwise."""

    number: str
    display: str
    digits: str
    country: str
    problem: PhoneProblem = PhoneProblem.NONE

    @property
    def is_e164(self) -> bool:
        """Whether it can be dialled from anywhere."""
        return self.number.startswith("+") and self.number[1:].isdigit()


_SEPARATORS = re.compile(r"[\s().\-/·\u00a0\u2010-\u2015]+")
_EXTENSION = re.compile(r"(?:ext(?:ensi[oó]n)?|x|#)\.?\s*\d{1,6}\s*$", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?:tel[eéf.]*\w*|t[fl]?no?|m[oó]vil|m[oó]v|cel(?:ular)?|fax|whatsapp|wa|phone|tlf)\s*[.:]*\s*", re.I
)
_SCIENTIFIC = re.compile(r"^\s*\d+[.,]?\d*[eE]\+?\d+\s*$")
_SPREADSHEET_FLOAT = re.compile(r"^\s*(\+?\d{6,15})[.,]0+\s*$")
# Plain geographic and mobile ranges only; special ones (800, 900, 901, 70x...) go the slow way.
_SPANISH = re.compile(r"^(?:\+34|0034|34)?((?:6\d{2}|7[1-4]\d|9[1-8][1-8]|8[2-8][2-8])\d{6})$", re.ASCII)
# Nine digits that Spain has given to nobody.
_SPANISH_UNUSED = re.compile(r"^7[5679]\d{7}$", re.ASCII)
_ONLY_DIGITS = re.compile(r"\D+")
_SEVERAL = re.compile(r"\s*(?:[;,|\n]|//|\s/\s|\s+[yo]\s+)\s*")


def parse_phone(text: str, country: str = "ES") -> Phone:
    """Read one number as typed in ``country`` (ISO code of whoever has no prefix). Never raises."""
    if country == "ES" and not ("." in text and _SPREADSHEET_FLOAT.match(text)):
        bare = _SEPARATORS.sub("", text)
        if found := _SPANISH.match(bare):
            return _spanish(found.group(1))
        if _SPANISH_UNUSED.match(bare) and (plain := text.strip())[0].isdigit():
            return Phone(plain[:40], plain[:40], bare, "ES", PhoneProblem.INVALID)
    return parse_slowly(text, country)


def _spanish(national: str) -> Phone:
    display = f"{national[:3]} {national[3:5]} {national[5:7]} {national[7:]}"
    return Phone("+34" + national, display, "34" + national, "ES")


def parse_slowly(text: str, country: str) -> Phone:
    """As `parse_phone`, always by the library."""
    cleaned = _clean(text)
    digits = _ONLY_DIGITS.sub("", cleaned)
    problem = _shape_problem(cleaned, digits)
    if problem:
        return Phone(cleaned[:40], cleaned[:40], digits[:MAX_DIGITS], country, problem)
    if cleaned.startswith("00"):
        cleaned = "+" + cleaned[2:]
    try:
        number = phonenumbers.parse(cleaned, country)
    except phonenumbers.NumberParseException:
        return Phone(cleaned[:40], cleaned[:40], digits, country, PhoneProblem.NOT_A_PHONE)
    return _from_library(number, cleaned, country)


def _clean(text: str) -> str:
    text = text.strip().lstrip("'").strip()
    if whole := _SPREADSHEET_FLOAT.match(text):
        return whole.group(1)
    return _EXTENSION.sub("", _LABEL.sub("", text)).strip()


def _shape_problem(cleaned: str, digits: str) -> PhoneProblem:
    if not cleaned:
        return PhoneProblem.EMPTY
    if _SCIENTIFIC.match(cleaned):
        return PhoneProblem.SPREADSHEET
    letters = sum(character.isalpha() for character in cleaned)
    if not digits or letters > 2 or "@" in cleaned:
        return PhoneProblem.NOT_A_PHONE
    if len(digits) < MIN_DIGITS:
        return PhoneProblem.TOO_SHORT
    return PhoneProblem.TOO_LONG if len(digits) > MAX_DIGITS + 2 else PhoneProblem.NONE


def _from_library(number: phonenumbers.PhoneNumber, cleaned: str, country: str) -> Phone:
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(number) or ""
    home = number.country_code == phonenumbers.country_code_for_region(country)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    display = phonenumbers.format_number(number, style)
    if phonenumbers.is_valid_number(number):
        return Phone(e164, display, e164[1:], region)
    if not cleaned.startswith("+"):  # no prefix and not a number of this country: adding one would invent it
        return Phone(cleaned[:40], cleaned[:40], _ONLY_DIGITS.sub("", cleaned), country, PhoneProblem.INVALID)
    return Phone(e164, display, e164[1:], region, PhoneProblem.INVALID)


def split_phones(text: str) -> list[str]:
    """The numbers of one cell: ``"976 21 40 87 / 655 70 21 38"`` holds two."""
    return [part for part in _SEVERAL.split(text.strip()) if part]


def phone_digits(text: str) -> str:
    """Only the digits, for searching by part of a number."""
    return _ONLY_DIGITS.sub("", text)
