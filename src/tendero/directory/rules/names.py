"""Names as Spanish writes them: two surnames, particles, "Apellidos, Nombre", companies and SHOUTING.

Everything here proposes; whoever typed the name has the last word, so nothing is dropped: the parts of a split name
hold exactly the words of the original, in order.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tendero.directory.rules.name_words import (
    ACRONYMS,
    COMPANY_SIGNS,
    COMPOUND_FIRST,
    INSTITUTIONS,
    JOINERS,
    LEGAL_FORMS,
    LOWER,
    PARTICLES,
    SECOND_GIVEN,
    SHORTENED,
    TRADE_WORDS,
)
from tendero.kernel.text import fold, words

Kind = Literal["person", "organisation"]

_SPACE = re.compile(r"\s+")
_SMALL = re.compile(r"[a-záéíóúüñ]")
_DOTTED = re.compile(r"\b((?:[A-Za-z]\.\s?){2,4}[A-Za-z]?)(?=\s|,|$)")
_TREATMENT = re.compile(r"^(?:d|dn|d[ªº]|dña|dna|don|doña|dona|sr|sra|srta|sres|mr|mrs|ms)\.?\s+", re.IGNORECASE)
_NO_VOWEL = re.compile(r"^[b-df-hj-np-tv-xz]+$")
_MEXICAN_END = re.compile(r"\b(?:de c\.?\s?v|s\.?\s?de\s?r\.?\s?l)\.?$")
_WORD_PARTS = re.compile(r"([\w'’ªº]+)", re.UNICODE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The three parts of a person's name; any may be empty."""

    first_name: str = ""
    last_name: str = ""
    second_last_name: str = ""

    @property
    def full(self) -> str:
        """In the order it is said: «Rosa Ferrer Lasala»."""
        return full_name(self.first_name, self.last_name, self.second_last_name)


def tidy(text: str) -> str:
    """Single spaces, no leading or trailing blanks or stray commas."""
    return " ".join(text.split()).strip(" ,;\u00a0\u200b")


def full_name(first_name: str, last_name: str = "", second_last_name: str = "") -> str:
    """Parts joined by single spaces, the empty ones left out."""
    name = f"{first_name} {last_name}" if first_name and last_name else first_name or last_name
    return f"{name} {second_last_name}" if name and second_last_name else name or second_last_name


def split_person(text: str) -> PersonName:
    """Parts of a person's full name: «Ferrer Lasala, Rosa» and «Rosa Ferrer Lasala» give the same.

    >>> split_person("María del Carmen de la Fuente Ruiz")
    PersonName(first_name='María del Carmen', last_name='de la Fuente', second_last_name='Ruiz')
    """
    text = tidy(_TREATMENT.sub("", tidy(text)))
    surnames, comma, first = text.partition(",")
    if comma and tidy(first) and tidy(surnames):
        last, second = split_surnames(surnames)
        return PersonName(tidy(first.replace(",", " ")), last, second)
    return _split_in_order(_groups(text))


@lru_cache(maxsize=16_384)
def split_surnames(text: str) -> tuple[str, str]:
    """First and second surname of «de la Fuente García»; the second is empty where there is one only."""
    groups = _groups(tidy(text))
    if len(groups) > 2:  # «Díaz de Espada López»: what starts by a particle continues the one before
        groups = _glue_inner_particles(groups)
    if len(groups) <= 1:
        return " ".join(groups), ""
    return " ".join(groups[:-1]), groups[-1]


def _groups(text: str) -> list[str]:
    """Words with their particles: «de la Fuente Ortega y Gasset» → «de la Fuente», «Ortega y Gasset»."""
    groups: list[str] = []
    pending: list[str] = []
    tokens = text.split()
    for index, token in enumerate(tokens):
        folded = fold(token).strip(".")
        last = index == len(tokens) - 1
        if folded in PARTICLES and not last and (groups or pending or folded not in ("al", "mac", "ben")):
            pending.append(token)
        elif folded in JOINERS and groups and not pending and not last:
            pending = [groups.pop(), token]
        else:
            groups.append(" ".join([*pending, token]))
            pending = []
    return groups


def _glue_inner_particles(groups: list[str]) -> list[str]:
    glued = groups[:1]
    for position, group in enumerate(groups[1:], start=1):
        starts_with_particle = fold(group.split()[0]) in ("de", "del") and " " in group
        if starts_with_particle and len(groups) - position + len(glued) > 2:
            glued[-1] += " " + group
        else:
            glued.append(group)
    return glued


def _split_in_order(groups: list[str]) -> PersonName:
    given = _given_groups(groups)
    surnames = groups[given:]
    first = " ".join(groups[:given])
    if len(surnames) <= 1:
        return PersonName(first, " ".join(surnames))
    return PersonName(first, " ".join(surnames[:-1]), surnames[-1])


def _given_groups(groups: list[str]) -> int:
    """How many of the leading groups are the given name."""
    if len(groups) < 2:
        return len(groups)
    given = 2 if _is_compound(groups) else 1
    if len(groups) - given > 2 and given == 1:
        given = len(groups) - 2
    elif len(groups) - given > 2 and fold(groups[2].split()[-1]) in SECOND_GIVEN:
        given = 3
    return given


def _is_compound(groups: list[str]) -> bool:
    first, second = fold(groups[0]), fold(groups[1].split()[-1])
    if fold(groups[1]).startswith("de ") and first not in ("maria", "m", "ma"):
        return False  # «Carlos de Paz»: a surname; «María de Lourdes»: a name
    return first in COMPOUND_FIRST and second in SECOND_GIVEN


def guess_kind(text: str) -> Kind:
    """Whether a name reads like a company's. «Panadería Lou», «Acme, S.L.» and «Rojas & Asociados» do."""
    folded = fold(text)
    found = words(_DOTTED.sub(lambda match: match.group(1).replace(".", "").replace(" ", ""), folded))
    if not found:
        return "person"
    if (found[-1] in LEGAL_FORMS and len(found) > 1) or found[-1] == "asociados" or _MEXICAN_END.search(folded):
        return "organisation"
    if (
        found[0] in TRADE_WORDS
        or found[:2] == ["casa", "rural"]
        or "&" in folded
        or any(word in COMPANY_SIGNS for word in found[1:])
    ):
        return "organisation"
    if any(character.isdigit() for character in folded) or "hermanos" in found or "hnos" in found:
        return "organisation"
    return "person"


def is_shouting(text: str) -> bool:
    """Whether every letter is a capital, in a text long enough to tell."""
    if _SMALL.search(text):
        return False
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and all(character.isupper() or character in "ªº" for character in letters)


def repair_capitals(text: str) -> str:
    """«GARCÍA DE LA TORRE, Mª PILAR» → «García de la Torre, Mª Pilar». Text not SHOUTED is returned as it came.

    Accents cannot be guessed and are not added; Mª and legal forms (S.L.) stay as written.
    """
    if not is_shouting(text):
        return text
    pieces = _WORD_PARTS.split(text)
    repaired = [
        piece if index % 2 == 0 else _lower_word(piece, first=index == 1, dotted=_is_dotted(pieces, index))
        for index, piece in enumerate(pieces)
    ]
    return "".join(repaired)


def _is_dotted(pieces: list[str], index: int) -> bool:
    after = pieces[index + 1] if index + 1 < len(pieces) else ""
    return len(pieces[index]) == 1 and after.startswith(".")


def _lower_word(word: str, *, first: bool, dotted: bool) -> str:
    folded = fold(word)
    if dotted or word in ("Mª", "Mº", "Dª"):
        return word
    if folded in LOWER and not first:
        return word.lower()
    if folded in ACRONYMS and (not first or folded not in LEGAL_FORMS):
        return word
    if len(word) in (3, 4) and folded not in SHORTENED and _NO_VOWEL.match(folded):
        return word
    return _capital_after_apostrophe(word)


def _capital_after_apostrophe(word: str) -> str:
    """«D'ORS» → «d'Ors», «O'DONNELL» → «O'Donnell»."""
    head, mark, tail = word.partition("'")
    if mark and len(head) == 1 and tail:
        return (head.lower() if head in "DL" else head) + mark + tail.capitalize()
    return word.capitalize()


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """What two spellings of one name share: folded words in alphabetical order, without treatment or legal form.

    >>> name_key("GARCÍA LÓPEZ, Ana") == name_key("Ana García López")
    True
    """
    undotted = tidy(text)
    if "." in undotted:
        undotted = _DOTTED.sub(lambda match: match.group(1).replace(".", "").replace(" ", ""), undotted)
    found = words(_TREATMENT.sub("", undotted).replace("Mª", "maria").replace("M.ª", "maria"))
    meaningful = [word for word in found if word not in LEGAL_FORMS and word not in LOWER]
    return " ".join(sorted(meaningful or found))


def same_name(one: str, other: str) -> bool:
    """Whether two names are written differently but read alike."""
    return bool(one and other) and name_key(one) == name_key(other)


def initials(name: str, kind: str, last_name: str = "") -> str:
    """Two letters for an avatar: a person's name and surname, a company's two telling words."""
    undotted = _DOTTED.sub(lambda match: match.group(1).replace(".", "").replace(" ", ""), name)
    found = [word for word in _WORD_PARTS.findall(undotted) if word[0].isalpha()]
    if kind == "person":
        chosen = [found[0], last_name or found[-1]] if len(found) > 1 else found
        return "".join(word[0] for word in chosen).upper() or "?"
    telling = [word for word in found if fold(word) not in ("de", "del", "y", "e") and fold(word) not in LEGAL_FORMS]
    plain = [fold(word) for word in telling]
    if len(telling) > 3 or "hermanos" in plain or plain[:2] == ["casa", "rural"]:
        telling = [telling[0], telling[-1]]
    elif len(telling) == 3 and plain[0] in TRADE_WORDS and plain[0] not in INSTITUTIONS:
        telling = telling[1:]
    elif len(telling) > 2:
        telling = [telling[0], telling[1] if plain[1] not in LOWER else telling[2]]
    return "".join(word[0] for word in (telling or found)[:2]).upper() or "?"
