"""How like two names of products are: the example of the rule, and what holds of any two names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendero.catalog.rules.alike import Alike
from tendero.catalog.rules.likeness import likeness
from tendero.catalog.rules.name_parts import parts_of, squashed

EXAMPLE = [
    ("GTXPro", "GTX Pro", "same", "spacing"),
    ("Café en grano 1 kg", "café grano 1kg", "same", "writing"),
    ("Café en grano 1 kg", "Café en grano 1000 g", "same", "writing"),
    ("Tazas azules", "taza azul", "same", "writing"),
    ("Bosch taladro", "Taladro Bosch", "same", "writing"),
    ("Aceite 1,5 l", "aceite 1.5 litros", "same", "writing"),
    ("Coca cola 6x33cl", "Coca-Cola 6 x 330 ml", "same", "writing"),
    ("Tabla de corte 50 × 30", "Tabla corte 50x30", "same", "writing"),
    ("Cafetera de 2 grupos", "Cafetera 2 grupos", "same", "writing"),
    ("Café en grano especial", "Café en grano especal", "doubtful", "spelling"),
    ("Desc. en grano", "Descafeinado en grano", "doubtful", "spelling"),
    ("GTX Plus Pro", "GTX Pro", "doubtful", "says_more"),
    ("Galaxy S20+", "Galaxy S20", "doubtful", "says_more"),
    ("Café en grano", "Café en grano 1 kg", "doubtful", "figures_missing"),
    ("A4 3", "A3 4", "doubtful", "figures_order"),
    ("Café en grano 1 kg", "Café en grano 500 g", "different", "figures"),
    ("Molino M-64", "Molino M-46", "different", "figures"),
    ("Aceite 1,5 l", "Aceite 15 l", "different", "figures"),
    ("GTX Basic", "GTX Pro", "different", "words"),
    ("MG Special", "MG Advanced", "different", "words"),
    ("Agua con gas", "Agua sin gas", "different", "words"),
    ("Serie II", "Serie III", "different", "words"),
    ("Café", "***", "different", "empty"),
]
"""The table of `docs/rules/product-names.md`."""
NAMES = st.lists(
    st.one_of(
        st.sampled_from("café grano de en molino taza tazas azul azules gtx pro basic plus con sin m x serie".split()),
        st.sampled_from(["1 kg", "500 g", "1,5 l", "M-64", "6x33cl", "S20+", "II", "64", "1.000"]),
        st.text("abcñé1 2.-", min_size=1, max_size=6),
    ),
    max_size=5,
).map(" ".join)


@pytest.mark.parametrize(("one", "other", "verdict", "reason"), EXAMPLE)
def test_the_example_of_the_rule(one: str, other: str, verdict: str, reason: str) -> None:
    found = likeness(one, other)
    assert (found.verdict, found.reason) == (verdict, reason)


@given(NAMES, NAMES)
def test_it_is_the_same_whichever_comes_first(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(NAMES)
def test_capitals_accents_and_spaces_are_nothing(name: str) -> None:
    shouted = name.upper().replace("É", "E")
    assert squashed(shouted) == squashed(name)
    assert likeness(f"  {shouted} ", name).verdict == ("same" if parts_of(name).key else "different")


@given(NAMES, NAMES)
def test_figures_that_differ_never_join_and_are_never_proposed(one: str, other: str) -> None:
    found, first, second = likeness(one, other), parts_of(one).figures, parts_of(other).figures
    if first and second and sorted(first) != sorted(second):
        assert found.verdict == "different"
    if found.verdict == "same":
        assert sorted(first) == sorted(second)


@given(NAMES, st.sampled_from([("kg", "g", 1000), ("l", "cl", 100), ("m", "cm", 100)]), st.integers(1, 99))
def test_a_size_in_another_unit_is_the_same_size(name: str, units: tuple[str, str, int], size: int) -> None:
    great, small, times = units
    assert likeness(f"{name} taza {size} {great}", f"{name} taza {size * times}{small}").verdict == "same"
    assert likeness(f"{name} taza {size} {great}", f"{name} taza {size} {small}").verdict == "different"


@given(st.lists(NAMES, max_size=12), NAMES)
def test_the_likest_is_one_that_comparing_all_would_keep(names: list[str], asked: str) -> None:
    alike: Alike[int] = Alike()
    for at, name in enumerate(names):
        alike.add(at, name)
    found = alike.nearest(asked)
    if found is not None:
        assert (names[found.key], found.likeness) == (found.name, likeness(asked, found.name))
        assert found.likeness.verdict != "different"
