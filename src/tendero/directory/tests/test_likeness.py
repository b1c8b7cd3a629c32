"""How alike two contacts are: the example of docs/rules/likeness.md, and what holds of all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendero.directory.rules.alike_fields import Degree, Field
from tendero.directory.rules.likeness import Likeness, Traits, Verdict, likeness, traits

HOUSE: dict[str, Any] = {
    "phones": ["+34976214087"],
    "streets": ["Calle San Miguel, 14"],
    "postal_codes": ["50001"],
    "cities": ["Zaragoza"],
}


def alike(one: dict[str, Any], other: dict[str, Any]) -> Likeness:
    return likeness(traits(**one), traits(**other))


def degrees(found: Likeness) -> dict[Field, Degree]:
    return {ground.field: ground.degree for ground in found.grounds}


def test_the_example_of_the_rule() -> None:
    pepe, jose = {"name": "Pepe Lasala Ferrer"}, {"name": "José Lasala"}
    phone = {"phones": ["+34655702138"]}
    found = alike(pepe | phone, jose | phone)
    assert (found.weight, found.verdict) == (27.3, Verdict.SAME)
    assert degrees(found) == {Field.PHONE: Degree.EQUAL, Field.NAME: Degree.NEAR}
    without = alike(pepe, jose)
    assert (without.weight, without.verdict) == (13.3, Verdict.DIFFERENT)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Ana Gil Pérez", "Ana Gil Peres", Verdict.DOUBTFUL),
        ("García López, Ana", "Ana García López", Verdict.DOUBTFUL),
        ("Mª Carmen Lasala", "María del Carmen Lasala", Verdict.DOUBTFUL),
        ("Ana García", "Ana García", Verdict.DIFFERENT),  # there are hundreds
        ("Marta Lasala Ferrer", "María Lasala Ferrer", Verdict.DOUBTFUL),
        ("Juan Soler", "Juana Soler", Verdict.DIFFERENT),
    ],
)
def test_names_alone(one: str, other: str, verdict: Verdict) -> None:
    assert alike({"name": one}, {"name": other}).verdict is verdict


def test_who_share_a_house_are_not_one() -> None:
    assert alike({"name": "Ana Pérez Gil"} | HOUSE, {"name": "Luis Pérez Gil"} | HOUSE).verdict is Verdict.DIFFERENT
    lou = {"name": "Panadería Lou", "organisation": True} | HOUSE
    assert alike(lou, {"name": "Rosa Ferrer Lasala"} | HOUSE).verdict is Verdict.DIFFERENT
    assert alike(lou, {"name": "Panadería Lou, S.L.", "organisation": True} | HOUSE).verdict is Verdict.SAME


def test_a_checked_tax_id_tells_two_apart_and_one_in_common_is_always_shown() -> None:
    rosa = {"name": "Rosa Ferrer Lasala", "tax_id_valid": True} | HOUSE
    assert alike(rosa | {"tax_id": "12345678Z"}, rosa | {"tax_id": "87654321X"}).verdict is Verdict.DOUBTFUL
    aceites = {"name": "Aceites del Bajo Aragón", "organisation": True, "tax_id": "B50118421"}
    almazara = {"name": "La Almazara", "organisation": True, "tax_id": "B50118421"}
    assert alike(aceites, almazara).verdict is Verdict.DOUBTFUL
    assert alike(aceites | {"tax_id": ""}, almazara).verdict is Verdict.DIFFERENT


def test_a_common_surname_says_less() -> None:
    assert alike({"name": "Ana García"}, {"name": "Ana García"}).weight < (
        alike({"name": "Ana Lasala"}, {"name": "Ana Lasala"}).weight
    )


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        ((312, 1980), (312, 1980), Degree.EQUAL),
        ((312, 1980), (312, None), Degree.PART),
        ((312, 1980), (1203, 1980), Degree.NEAR),
        ((312, 1980), (312, 1981), Degree.NEAR),
        ((312, 1980), (825, 1980), Degree.DIFFERENT),
    ],
)
def test_birthdays(one: tuple[int, int | None], other: tuple[int, int | None], degree: Degree) -> None:
    found = alike({"birthday_key": one[0], "birth_year": one[1]}, {"birthday_key": other[0], "birth_year": other[1]})
    assert degrees(found) == {Field.BIRTHDAY: degree}


_NAMES = st.sampled_from(
    ["Ana Gil", "Ana Gil Peres", "Gil Pérez, Ana", "M. Martín Martín", "Martín", "Pepe Lasala", "José Lassala", ""]
)
_TRAITS = st.builds(
    traits,
    name=_NAMES,
    organisation=st.booleans(),
    tax_id=st.sampled_from(["", "12345678Z", "12345679Z", "B50118421"]),
    tax_id_valid=st.booleans(),
    phones=st.lists(st.sampled_from(["+34655702138", "+34655702139", "976"]), max_size=2),
    emails=st.lists(st.sampled_from(["ana@lou.example", "ana@lou.exmaple", "rosa@lou.example"]), max_size=2),
    birthday_key=st.sampled_from([0, 312, 1203]),
    birth_year=st.sampled_from([None, 1980]),
    streets=st.lists(st.sampled_from(["C/ San Miguel 14", "San Miguel", "Coso 3"]), max_size=2),
    cities=st.lists(st.sampled_from(["Zaragoza", "Huesca"]), max_size=1),
)


@given(_TRAITS, _TRAITS)
def test_it_does_not_matter_who_is_named_first(one: Traits, other: Traits) -> None:
    there, back = likeness(one, other), likeness(other, one)
    assert (there.weight, there.verdict, set(there.grounds)) == (back.weight, back.verdict, set(back.grounds))


@given(_TRAITS)
def test_nobody_speaks_against_himself_and_nothing_said_weighs_nothing(one: Traits) -> None:
    assert all(ground.weight >= 0 for ground in likeness(one, one).grounds)
    assert likeness(one, traits(organisation=one.organisation)) == Likeness(0, Verdict.DIFFERENT, ())
