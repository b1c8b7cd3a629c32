"""How much two contacts look like one: a sum of what each field says for it and against it.

Fellegi and Sunter, «A Theory for Record Linkage», 1969: a field that agrees to some degree adds log2(m / u), where m is
how often two entries of one person agree so, u how often those of two people do. A field that one of them lacks adds
nothing. `docs/rules/likeness.md` tells where the numbers come from and what the sum means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from tendero.directory.rules import alike_fields as alike
from tendero.directory.rules.alike_fields import Degree, Field, Street
from tendero.directory.rules.alike_words import Compared, Word, company_words, compare, person_words, whole_words

SAME_FROM: Final = 24.0
DOUBTFUL_FROM: Final = 14.0
OTHER_KIND: Final = -4.0

AT_HOME: Final = frozenset((Field.EMAIL, Field.PHONE, Field.STREET, Field.POSTAL_CODE, Field.CITY))
"""What people of one household or company share."""

SURE: Final = frozenset((Field.TAX_ID, Field.REFERENCE))
"""What no two share: equal, the pair is shown whatever else they say."""


class Verdict(StrEnum):
    """What the sum means."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Traits:
    """A contact as it is compared: made by `traits`, once for all its comparisons."""

    names: tuple[tuple[Word, ...], ...] = ()
    organisation: bool = False
    tax_id: str = ""
    tax_id_valid: bool = False
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    birthday: tuple[int, int | None] | None = None
    streets: tuple[Street, ...] = ()
    postal_codes: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    references: frozenset[tuple[str, str]] = frozenset()


class Ground(NamedTuple):
    """What one field says: to what degree the two agree in it and what that adds."""

    field: Field
    degree: Degree
    weight: float


class Likeness(NamedTuple):
    """The sum in bits, what it means, and what it is made of: the weightiest first."""

    weight: float
    verdict: Verdict
    grounds: tuple[Ground, ...]


def traits(
    *,
    name: str = "",
    first_name: str = "",
    surnames: str = "",
    legal_name: str = "",
    organisation: bool = False,
    tax_id: str = "",
    tax_id_valid: bool | None = None,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    birthday_key: int = 0,
    birth_year: int | None = None,
    streets: Iterable[str] = (),
    postal_codes: Iterable[str] = (),
    cities: Iterable[str] = (),
    references: Iterable[tuple[str, str]] = (),
) -> Traits:
    """A contact ready to be compared, of values normalised as `Identity` has them (E.164, compact tax id).

    A person's name in parts where they are known, else whole. `tax_id_valid`: its check digit passes.
    """
    return Traits(
        names=_names(organisation, name, first_name, surnames, legal_name),
        organisation=organisation,
        tax_id=tax_id,
        tax_id_valid=bool(tax_id_valid),
        emails=frozenset(address.strip().lower() for address in emails if "@" in address),
        phones=frozenset(number for number in phones if number),
        birthday=(birthday_key, birth_year) if birthday_key else None,
        streets=tuple(street for text in streets if (street := alike.street(text))),
        postal_codes=frozenset(code for code in postal_codes if code),
        cities=frozenset(alike.city(city) for city in cities if city.strip()),
        references=frozenset((alike.city(system), code.strip()) for system, code in references if code.strip()),
    )


def _names(organisation: bool, name: str, first: str, surnames: str, legal: str) -> tuple[tuple[Word, ...], ...]:
    if organisation:
        found = [company_words(text) for text in dict.fromkeys((name, legal)) if text]
    else:
        found = [person_words(first, surnames) if first or surnames else whole_words(name)]
    return tuple(words for words in found if words)


def likeness(one: Traits, other: Traits) -> Likeness:
    """How much `one` and `other` look like the same contact."""
    grounds = [Ground(*found) for found in alike.fields(one, other)]
    compared = _best_name(one, other)
    strangers = compared is not None and _strangers(one, other, compared)
    if strangers:  # who live or work together share these: they say nothing of two who are called differently
        grounds = [ground for ground in grounds if ground.field not in AT_HOME or ground.weight < 0]
    if compared is not None:
        grounds.append(Ground(Field.NAME, _degree(compared), compared.bits))
    if one.organisation != other.organisation:
        grounds.append(Ground(Field.KIND, Degree.DIFFERENT, OTHER_KIND))
    grounds.sort(key=lambda ground: -abs(ground.weight))
    weight = round(sum(ground.weight for ground in grounds), 1)
    return Likeness(weight, _verdict(weight, grounds, strangers), tuple(grounds))


def _best_name(one: Traits, other: Traits) -> Compared | None:
    """Their names side by side, of a company that has two those that agree best; None where one has none."""
    found = [compare(mine, theirs) for mine in one.names for theirs in other.names]
    return max(found, key=lambda compared: compared.bits) if found else None


def _strangers(one: Traits, other: Traits, compared: Compared) -> bool:
    """Whether the names tell two apart: no word shared, other first names, or a person and a company not its name."""
    if compared.clash or compared.other_given:
        return True
    return one.organisation != other.organisation and min(compared.left) > 0


def _degree(compared: Compared) -> Degree:
    if not compared.shared:
        return Degree.DIFFERENT
    if min(compared.left):
        return Degree.PART
    return Degree.NEAR if compared.slips or any(compared.left) else Degree.EQUAL


def _verdict(weight: float, grounds: list[Ground], strangers: bool) -> Verdict:
    """What the sum means: the same only with two witnesses, and never against a first name or a checked tax id."""
    equal = {ground.field for ground in grounds if ground.degree is Degree.EQUAL}
    if weight < DOUBTFUL_FROM:
        return Verdict.DOUBTFUL if equal & SURE else Verdict.DIFFERENT
    witnesses = sum(ground.weight >= 3 for ground in grounds)
    barred = any(ground.weight <= alike.BARS for ground in grounds)
    return Verdict.SAME if weight >= SAME_FROM and witnesses > 1 and not strangers and not barred else Verdict.DOUBTFUL
