"""Several values in one cell, told apart: e-mails, telephones, an address with its town, a name with its firm.

What is between brackets says something about the value before it and is kept as its label. Nothing is dropped: what
cannot be told apart stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tendero.directory.rules.addresses import province_of
from tendero.directory.rules.import_values import read_emails
from tendero.directory.rules.name_words import GIVEN_NAMES
from tendero.directory.rules.names import guess_kind, tidy
from tendero.directory.rules.phones import split_phones
from tendero.kernel.text import fold

LABEL: Final = 40
WHOLE: Final = 8
"""Digits from which on a piece between slashes is a number by itself."""
_NOTE: Final = re.compile(r"\s*[(\[]\s*([^()\[\]]*[^\W\d_][^()\[\]]*)\s*[)\]]\s*")
_EXTENSION: Final = re.compile(
    r"[\s,;]*\b(ext(?:ensi[oó]n)?|extn?|int(?:erno)?)\b\.?\s*:?\s*(\d{1,6})\s*$", re.IGNORECASE
)
_SHORT_EXTENSION: Final = re.compile(r"(?<=\d)\s*[x#]\s*(\d{1,5})\s*$", re.IGNORECASE)
_BETWEEN_EMAILS: Final = re.compile(r"\s+(?:[yeo/]|or|and)\s+(?=\S+@)|\s*/\s*(?=\S+@)", re.IGNORECASE)
_NAMED: Final = re.compile(r"([^<>;,|\n()]*)<\s*([^<>\s]+@[^<>\s]+)\s*>")
_IN_BRACKETS: Final = re.compile(r"^(?P<out>[^()]+?)\s*\((?P<inside>[^()]{2,})\)\s*$")
_AND: Final = re.compile(r"\s+(?:y|e|i|&)\s+", re.IGNORECASE)
_TOWN: Final = re.compile(
    r"^(?P<street>\S.*?)[\s,;.\-–]+(?:c\.?\s?p\.?\s*:?\s*)?(?P<code>\d{5})[\s,;\-–]+"
    r"(?P<city>[^\d,;()/]{2,60}?)\s*(?:[,;/(]\s*(?P<region>[^\d,;()]{2,60}?)\s*\)?)?\s*[.,]?$",
    re.IGNORECASE,
)
_CODES_OF_FIVE: Final = frozenset({"ES", "MX"})


@dataclass(frozen=True, slots=True)
class Town:
    """An address written in one line; `region` may be empty."""

    street: str
    postal_code: str
    city: str
    region: str = ""


def phones_of(text: str) -> list[tuple[str, str]]:
    """Numbers of a cell, each with its label: who or what stands in brackets behind it, its extension.

    >>> phones_of("976 11 22 33 ext. 12 / 600 11 22 33 (Ana)")
    [('976 11 22 33', 'ext. 12'), ('600 11 22 33', 'Ana')]
    """
    found = []
    for part in (piece for told in split_phones(_guarded(text)) for piece in _by_slash(told)):
        number, label = _labelled(part.replace("\x00", ",").replace("\x01", "/"))
        if number:
            found.append((number, label))
        elif found and label and not found[-1][1]:
            found[-1] = (found[-1][0], label)
    return found


def emails_of(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Addresses of a cell with their labels, and what stands there without being one."""
    plain, notes = _without_notes(_NAMED.sub(_named_last, _BETWEEN_EMAILS.sub("; ", text)))
    addresses, bad = read_emails(plain)
    return [(address, notes.get(address, "")) for address in addresses], bad


def _named_last(told: re.Match[str]) -> str:
    """«Ana Gil <ana@x.es>» as «ana@x.es (Ana Gil)»."""
    name = tidy(told[1].strip(' "'))
    return f"{told[2]} ({name})" if name else told[2]


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without what stands in brackets, and that by the address it stands behind."""
    notes: dict[str, str] = {}
    for told in _NOTE.finditer(text):
        before = text[: told.start()].split()
        if before and "@" in before[-1] and "@" not in told[1]:
            notes[before[-1].strip(" ,;<>")] = tidy(told[1])[:LABEL]
    return (_NOTE.sub(" ; ", text).strip(" ;"), notes) if notes else (text, notes)


def _guarded(text: str) -> str:
    """Signs within brackets do not part numbers: «(Ana, tardes)» is one note."""
    return _NOTE.sub(lambda told: told[0].replace(",", "\x00").replace("/", "\x01"), text)


def _by_slash(text: str) -> list[str]:
    """«976112233/600112233» are two, «600 11/22/33» is one."""
    parts = text.split("/")
    whole = all(sum(sign.isdigit() for sign in part) >= WHOLE for part in parts)
    return [part.strip() for part in parts] if whole else [text]


def _labelled(part: str) -> tuple[str, str]:
    """A number without its note and extension, and these as its label."""
    labels = [tidy(told[1]) for told in _NOTE.finditer(part)]
    number = _NOTE.sub(" ", part).strip()
    if told := _EXTENSION.search(number):
        number, labels = number[: told.start()].strip(), [f"ext. {told[2]}", *labels]
    elif told := _SHORT_EXTENSION.search(number):
        number, labels = number[: told.start()].strip(), [f"ext. {told[1]}", *labels]
    return number, ", ".join(labels)[:LABEL]


def town_of(text: str, country: str) -> Town | None:
    """Street, postal code and town of an address in one line, None unless all three can be told.

    >>> town_of("C/ Mayor 3, 50001 Zaragoza (Zaragoza)", "ES")
    Town(street='C/ Mayor 3', postal_code='50001', city='Zaragoza', region='Zaragoza')
    """
    if country not in _CODES_OF_FIVE:
        return None
    told = _TOWN.match(" ".join(text.split()))
    if told is None or (country == "ES" and not province_of(told["code"], country)):
        return None
    return Town(told["street"].rstrip(" ,;-–"), told["code"], told["city"].strip(" .-–"), told["region"] or "")


def firm_in_brackets(name: str) -> tuple[str, str]:
    """«Ana Gil (Bar Torrero)» → the person and the firm; a name without a firm in brackets comes back whole.

    >>> firm_in_brackets("Ana Gil (Bar Torrero)"), firm_in_brackets("Ana Gil (hija)")
    (('Ana Gil', 'Bar Torrero'), ('Ana Gil (hija)', ''))
    """
    told = _IN_BRACKETS.match(name)
    if told is None or guess_kind(told["inside"]) != "organisation" or guess_kind(told["out"]) != "person":
        return name, ""
    return tidy(told["out"]), tidy(told["inside"])


def person_in_brackets(name: str) -> tuple[str, str]:
    """«Talleres López S.L. (Ana Gil)» → the firm and the person; only where both read so beyond doubt."""
    told = _IN_BRACKETS.match(name)
    if told is None or guess_kind(told["out"]) != "organisation" or guess_kind(told["inside"]) != "person":
        return name, ""
    inside = tidy(told["inside"])
    return (tidy(told["out"]), inside) if " " in inside and _begins_given(inside) else (name, "")


def two_people(name: str) -> bool:
    """Whether a name may be that of two: «Pedro Ruiz y Marta Gil», «Pedro y Marta Ruiz»; not «José Ortega y Gasset»."""
    parts = [part for part in _AND.split(tidy(name)) if part]
    return len(parts) == 2 and all(_begins_given(part) for part in parts)


def _begins_given(text: str) -> bool:
    """Whether the first word is a given name."""
    return fold(text.split()[0]).strip(".") in GIVEN_NAMES
