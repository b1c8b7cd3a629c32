"""Names compared word by word: in any order, with initials, short forms and slips of the hand."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from math import log2
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from tendero.directory.rules.common_names import FAMILY_SHARES, GIVEN_SHARES, KNOWN_NAMES, SAID_ALSO
from tendero.directory.rules.name_words import LEGAL_FORMS, LOWER, TRADE_WORDS
from tendero.directory.rules.names import split_person, tidy
from tendero.kernel.text import words

RARE_GIVEN: Final = 1 / 500
RARE_FAMILY: Final = 1 / 2_000
RARE_COMPANY: Final = 1 / 1_000
TRADE: Final = 1 / 30
SAID_OTHERWISE: Final = 2.0
SLIP: Final = 4.0
TWO_SLIPS: Final = 6.0
INITIAL: Final = 2.0
OTHER_GIVEN: Final = -5.0
OTHER_WORD: Final = -4.0
MORE_WORDS: Final = -1.0


class Part(StrEnum):
    """What a word is in a name."""

    GIVEN = "given"
    FAMILY = "family"
    COMPANY = "company"


class Word(NamedTuple):
    """A folded word of a name and the bits that sharing it is worth: log2 of 1 / the share of people who have it."""

    text: str
    part: Part
    bits: float


class Compared(NamedTuple):
    """Two names side by side. `slips`: words that are not letter by letter the same; `left`: words without a fellow."""

    bits: float
    shared: int
    slips: int
    left: tuple[int, int]
    other_given: bool

    @property
    def clash(self) -> bool:
        """No word in common, although both have some without a fellow."""
        return not self.shared and min(self.left) > 0


def person_words(first_name: str, surnames: str) -> tuple[Word, ...]:
    """The words of a person's name, particles left out."""
    found = (*_words(first_name, Part.GIVEN), *_words(surnames, Part.FAMILY))
    return tuple({word.text: word for word in reversed(found)}.values())[::-1]


def company_words(name: str) -> tuple[Word, ...]:
    """The words of a company's name, legal form and particles left out."""
    return tuple(_words(name, Part.COMPANY))


def whole_words(name: str) -> tuple[Word, ...]:
    """The words of a person's name of which only the whole is known."""
    found = split_person(name)
    return person_words(found.first_name, f"{found.last_name} {found.second_last_name}")


def _words(text: str, part: Part) -> list[Word]:
    text = tidy(text)
    found = words(text.replace("Mª", "maria").replace("M.ª", "maria")) if "ª" in text else words(text)
    if part is Part.COMPANY:
        found = [word for word in found if word not in LEGAL_FORMS] or found
    telling = [word for word in found if word not in LOWER] or found
    return [Word(word, part, _bits(word, part)) for word in dict.fromkeys(telling)]


def _bits(word: str, part: Part) -> float:
    if len(word) == 1:
        return INITIAL
    if part is Part.GIVEN:
        share = GIVEN_SHARES.get(word, RARE_GIVEN)
    elif part is Part.FAMILY:
        share = FAMILY_SHARES.get(word, RARE_FAMILY)
    else:
        share = TRADE if word in TRADE_WORDS else max(GIVEN_SHARES.get(word, 0.0), RARE_COMPANY)
    return round(-log2(share), 1)


def compare(one: tuple[Word, ...], other: tuple[Word, ...]) -> Compared:
    """Both names word by word: each finds its fellow at any place, the surest first; what is left speaks against."""
    theirs = {word.text: word for word in other}
    bits, shared, left = 0.0, 0, []
    for word in one:
        fellow = theirs.pop(word.text, None)
        if fellow is None:
            left.append(word)
        else:
            bits += min(word.bits, fellow.bits)
            shared += 1
    alone = list(theirs.values())
    slips = 0
    if left and alone:
        found = _slips(left, alone)
        bits, slips = bits + sum(found), len(found)
    return _compared(bits, shared + slips, slips, left, alone)


def _slips(left: list[Word], alone: list[Word]) -> list[float]:
    """The bits of words that are nearly the same, taken out of both lists."""
    worth = [(bits, one, two) for one in left for two in alone if (bits := _nearly(one, two))]
    worth.sort(key=lambda found: (-found[0], sorted((found[1].text, found[2].text))))  # whichever name comes first
    found = []
    for bits, one, two in worth:
        if one in left and two in alone:
            left.remove(one)
            alone.remove(two)
            found.append(bits)
    return found


def _nearly(one: Word, other: Word) -> float:
    """Bits of two words that differ; nothing where they are two words."""
    bits = min(one.bits, other.bits)
    if len(one.text) == 1 or len(other.text) == 1:
        return INITIAL if one.text[0] == other.text[0] and one.part is other.part else 0.0
    if one.part is other.part is Part.GIVEN and said_also(one.text, other.text):
        return max(bits - SAID_OTHERWISE, 1.0)
    slips = slip(one.text, other.text)
    return max(bits - (SLIP if slips == 1 else TWO_SLIPS), 1.0) if slips else 0.0


def said_also(one: str, other: str) -> bool:
    """Whether two given names are one: «Pepe» and «José», «Rafa» and «Rafael»; «Juan» and «Juana» are two."""
    if other in SAID_ALSO.get(one, ()) or one in SAID_ALSO.get(other, ()):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and long.startswith(short) and not (short in KNOWN_NAMES and long in KNOWN_NAMES)


@lru_cache(maxsize=65_536)
def slip(one: str, other: str) -> int:
    """How many slips of the hand make one word of these two; 0: they are two, as well-known names are."""
    shorter = min(len(one), len(other))
    if shorter < 4 or (one in KNOWN_NAMES and other in KNOWN_NAMES) or not (one.isalpha() and other.isalpha()):
        return 0
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance == 1 or (distance == 2 and shorter >= 8):
        return 1
    if shorter >= 6 and JaroWinkler.similarity(one, other, score_cutoff=0.92):
        return 1
    return 2 if distance == 2 and shorter >= 5 else 0


def _compared(bits: float, shared: int, slips: int, left: list[Word], alone: list[Word]) -> Compared:
    """What has no fellow on both sides speaks against; what only one says speaks little, of people nothing."""
    pairs = min(len(left), len(alone))
    given = [any(word.part is Part.GIVEN for word in side) for side in (left, alone)]
    if pairs:
        bits += OTHER_GIVEN + OTHER_WORD * (pairs - 1) if all(given) else OTHER_WORD * pairs
    more = left[pairs:] or alone[pairs:]
    bits += MORE_WORDS * sum(word.part is Part.COMPANY for word in more)
    return Compared(bits, shared, slips, (len(left), len(alone)), all(given))
