"""All of a contact but its name, field by field: to what degree two agree, and what that weighs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from math import log2
from typing import Final, Protocol

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from tendero.directory.rules.alike_words import slip
from tendero.kernel.text import fold, words

Street = tuple[str, frozenset[str]]
"""The words of a street without its kind, and its numbers."""


class Field(StrEnum):
    """What is compared."""

    NAME = "name"
    KIND = "kind"
    TAX_ID = "tax_id"
    REFERENCE = "references"
    EMAIL = "emails"
    PHONE = "phones"
    BIRTHDAY = "birthday"
    STREET = "street"
    POSTAL_CODE = "postal_code"
    CITY = "city"


class Degree(StrEnum):
    """How far two agree in a field."""

    EQUAL = "equal"
    NEAR = "near"
    PART = "part"
    DIFFERENT = "different"


# Of a hundred pairs of entries of one person that both have the field, how many agree so (m); of how many pairs of two
# people one does (1 / u). Assumed of a shop's base, estimated on nothing: `docs/rules/likeness.md`.
ASSUMED: Final[dict[Field, dict[Degree, tuple[float, float]]]] = {
    Field.TAX_ID: {Degree.EQUAL: (90, 300_000), Degree.NEAR: (5, 20_000), Degree.DIFFERENT: (5, 1)},
    Field.REFERENCE: {Degree.EQUAL: (88, 300_000), Degree.DIFFERENT: (12, 1)},
    Field.EMAIL: {Degree.EQUAL: (60, 27_000), Degree.NEAR: (5, 7_200), Degree.DIFFERENT: (35, 1)},
    Field.PHONE: {Degree.EQUAL: (60, 27_000), Degree.NEAR: (5, 640), Degree.DIFFERENT: (35, 1)},
    Field.BIRTHDAY: {
        Degree.EQUAL: (90, 18_250),
        Degree.PART: (97, 365),
        Degree.NEAR: (7, 450),
        Degree.DIFFERENT: (3, 1),
    },
    Field.STREET: {
        Degree.EQUAL: (60, 1_700),
        Degree.NEAR: (13, 500),
        Degree.PART: (2, 200),
        Degree.DIFFERENT: (25, 1),
    },
    Field.POSTAL_CODE: {Degree.EQUAL: (60, 27), Degree.NEAR: (5, 80), Degree.DIFFERENT: (35, 1)},
    Field.CITY: {Degree.EQUAL: (65, 6), Degree.NEAR: (65, 6), Degree.DIFFERENT: (35, 1)},
}


def bits(m: float, one_in: float) -> float:
    """log2(m / u) to half a bit: `m` in a hundred, u one in `one_in`."""
    return round(2 * log2(m / 100 * one_in)) / 2


WEIGHTS: Final = {
    field: {degree: bits(*found) for degree, found in degrees.items()} for field, degrees in ASSUMED.items()
}
OTHER_CHECKED_TAX_ID: Final = bits(0.2, 1)
BARS: Final = -9.0
NEAR_STREET: Final = 85.0

_KINDS_OF_STREET: Final = frozenset(
    """
    calle c cl avenida avda av avd ave plaza pza plza pl plz paseo po pso carretera ctra crta camino cno cmno ronda rda
    travesia trva tv pasaje pje poligono pol pg urbanizacion urb barrio bo rua carrer carrera cra kra calzada
    de del la las los el num numero no s n
    """.split()
)

Found = tuple[Field, Degree, float]


class Comparable(Protocol):
    """What `fields` reads of each side."""

    @property
    def tax_id(self) -> str: ...
    @property
    def tax_id_valid(self) -> bool: ...
    @property
    def emails(self) -> frozenset[str]: ...
    @property
    def phones(self) -> frozenset[str]: ...
    @property
    def birthday(self) -> tuple[int, int | None] | None: ...
    @property
    def streets(self) -> tuple[Street, ...]: ...
    @property
    def postal_codes(self) -> frozenset[str]: ...
    @property
    def cities(self) -> frozenset[str]: ...
    @property
    def references(self) -> frozenset[tuple[str, str]]: ...


def street(text: str) -> Street | None:
    """What two ways of writing one address share: «C/ San Miguel, nº 14» and «calle san miguel 14»."""
    found = words(text)
    telling = [word for word in found if not word[0].isdigit() and word not in _KINDS_OF_STREET]
    return (" ".join(telling), frozenset(word for word in found if word[0].isdigit())) if telling else None


def city(text: str) -> str:
    """A place's name without case, accents or space."""
    return fold(text).replace(" ", "")


def fields(one: Comparable, other: Comparable) -> Iterator[Found]:
    """What each field says that both have, but for their names."""
    if one.tax_id and other.tax_id:
        yield _tax_id(one, other)
    if one.references and other.references:
        yield from _references(one.references, other.references)
    if one.emails and other.emails:
        yield _best(Field.EMAIL, one.emails, other.emails)
    if one.phones and other.phones:
        yield _best(Field.PHONE, one.phones, other.phones)
    if one.birthday and other.birthday:
        yield _weighed(Field.BIRTHDAY, _birthday(one.birthday, other.birthday))
    if one.streets and other.streets:
        yield _weighed(Field.STREET, _street(one.streets, other.streets))
    if one.postal_codes and other.postal_codes:
        yield _best(Field.POSTAL_CODE, one.postal_codes, other.postal_codes)
    if one.cities and other.cities:
        yield _best(Field.CITY, one.cities, other.cities)


def _weighed(field: Field, degree: Degree) -> Found:
    return field, degree, WEIGHTS[field][degree]


def _tax_id(one: Comparable, other: Comparable) -> Found:
    """Two whose check digits pass and that differ belong to two: a slip of the hand does not pass."""
    if one.tax_id == other.tax_id:
        return _weighed(Field.TAX_ID, Degree.EQUAL)
    if one.tax_id_valid and other.tax_id_valid:
        return Field.TAX_ID, Degree.DIFFERENT, OTHER_CHECKED_TAX_ID
    near = OSA.distance(one.tax_id, other.tax_id, score_cutoff=1) <= 1
    return _weighed(Field.TAX_ID, Degree.NEAR if near else Degree.DIFFERENT)


def _references(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> Iterator[Found]:
    """Codes of one system only: another system's says nothing."""
    if one & other:
        yield _weighed(Field.REFERENCE, Degree.EQUAL)
    elif {system for system, _code in one} & {system for system, _code in other}:
        yield _weighed(Field.REFERENCE, Degree.DIFFERENT)


def _best(field: Field, one: frozenset[str], other: frozenset[str]) -> Found:
    """Of several the two that agree best."""
    if not one.isdisjoint(other):
        return _weighed(field, Degree.EQUAL)
    near = _NEAR[field]
    alike = any(near(mine, theirs) for mine in one for theirs in other)
    return _weighed(field, Degree.NEAR if alike else Degree.DIFFERENT)


def _near_email(one: str, other: str) -> bool:
    """One slip, or the same name at another host."""
    return OSA.distance(one, other, score_cutoff=1) <= 1 or one.partition("@")[0] == other.partition("@")[0]


def _near_digits(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1


_NEAR: Final[dict[Field, Callable[[str, str], bool]]] = {
    Field.EMAIL: _near_email,
    Field.PHONE: _near_digits,
    Field.POSTAL_CODE: _near_digits,
    Field.CITY: lambda one, other: bool(slip(one, other)),
}


def _birthday(one: tuple[int, int | None], other: tuple[int, int | None]) -> Degree:
    """Part: day and month, where one lacks the year. Near: one figure of the whole, or day and month turned round."""
    if one == other:
        return Degree.EQUAL if one[1] else Degree.PART
    if not (one[1] and other[1]):
        return Degree.PART if one[0] == other[0] else Degree.DIFFERENT
    turned = one[1] == other[1] and divmod(one[0], 100) == divmod(other[0], 100)[::-1]
    written = [f"{year}{key:04d}" for key, year in (one, other)]
    return Degree.NEAR if turned or OSA.distance(*written, score_cutoff=1) <= 1 else Degree.DIFFERENT


def _street(one: Iterable[Street], other: tuple[Street, ...]) -> Degree:
    return min((_one_street(mine, theirs) for mine in one for theirs in other), key=_ORDER.index)


_ORDER: Final = list(Degree)


def _one_street(one: Street, other: Street) -> Degree:
    """Part: the same street, another number."""
    same = one[0] == other[0]
    if not same and fuzz.token_sort_ratio(one[0], other[0], score_cutoff=NEAR_STREET) == 0:
        return Degree.DIFFERENT
    if one[1] and other[1] and one[1].isdisjoint(other[1]):
        return Degree.PART
    return Degree.EQUAL if same and one[1] and other[1] else Degree.NEAR
