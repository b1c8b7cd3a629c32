"""Money, references, folded text and Spanish order: no database needed."""

from __future__ import annotations

import gc
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tendero.kernel import refs, text, throughput
from tendero.kernel.money import CurrencyMismatch, Money, from_scaled, to_scaled, totals

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@given(st.lists(AMOUNTS, max_size=50))
def test_sums_of_money_are_exact_whatever_the_order(amounts: list[Decimal]) -> None:
    stored = sum(to_scaled(amount) for amount in amounts)
    assert from_scaled(stored) == sum(amounts, Decimal(0))


def test_ten_dimes_make_a_euro() -> None:
    assert from_scaled(sum(to_scaled("0.10") for _ in range(10))) == Decimal("1.00")


@pytest.mark.parametrize("wrong", ["", "abc", "NaN", "Infinity", "1e30", "99999999999999999999"])
def test_what_is_no_amount_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        to_scaled(wrong)


def test_currencies_are_never_added_together() -> None:
    euro, peso = Money(Decimal(5), "EUR"), Money(Decimal(7000), "COP")
    for mix in (lambda: euro + peso, lambda: euro - peso, lambda: euro < peso):
        with pytest.raises(CurrencyMismatch):
            mix()
    assert totals([euro, peso, euro]) == [Money(Decimal(10), "EUR"), peso]


def test_references_are_short_sortable_and_recognised() -> None:
    made = [refs.new_ref() for _ in range(200)]
    assert len(set(made)) == 200
    assert [ref[:9] for ref in made] == sorted(ref[:9] for ref in made)
    assert all(refs.is_ref(ref) for ref in made)
    assert not refs.is_ref("../../etc/passwd")
    assert not refs.is_ref(None)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(written: str) -> None:
    once = text.fold(written)
    assert text.fold(once) == once
    assert not any(letter.isupper() for letter in once if letter.isascii())


@given(st.text(max_size=40))
def test_capitals_and_accents_do_not_matter_to_the_order(written: str) -> None:
    assert text.sort_key(written.upper().lower()) == text.sort_key(written.lower())


LETTERS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.characters(min_codepoint=0x80, max_codepoint=0x24F),
        st.sampled_from("ÁéíóúÑñüÇ ªº·’\u0301\u0303\u00a0\x1f\t\nAz09.,-{"),
    ),
    max_size=30,
)


@given(LETTERS)
def test_the_short_way_folds_and_sorts_as_the_long_one(written: str) -> None:
    assert text.fold_once(written) == text.fold_any(written)
    assert text.sort_key(written) == text.sort_any(written)


def test_spanish_order_puts_enye_after_n() -> None:
    names = ["Ñoño", "Nz", "Óscar", "na", "Ávila", "azul", "Oca"]
    assert sorted(names, key=text.sort_key) == ["Ávila", "azul", "na", "Nz", "Ñoño", "Oca", "Óscar"]


def test_words_are_found_without_punctuation() -> None:
    assert text.words("Núñez & Hijos, S.L. (Zaragoza)") == ["nunez", "hijos", "s", "l", "zaragoza"]


def test_work_on_many_rows_leaves_the_interpreter_as_it_was() -> None:
    before = gc.get_threshold()
    with throughput.many_rows():
        with throughput.many_rows():
            pass
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before
