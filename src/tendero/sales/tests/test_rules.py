"""What lines come to: the examples of `docs/rules/sale-amounts.md`, and what is true of any."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tendero.sales.rules.amounts import (
    CENT,
    Amounts,
    given_back,
    line_amount,
    line_cost,
    line_tax,
    margin,
    price_of,
    rounded,
    whole,
)

PESO = Decimal(1)
prices = st.decimals(0, 100_000, places=4)
quantities = st.decimals(Decimal("0.0001"), 1_000, places=4)
percents = st.decimals(0, 100, places=2)
cents = st.decimals(-100_000, 100_000, places=2)


def test_a_line_of_the_rule() -> None:
    amount = line_amount(Decimal(3), Decimal("18.95"), Decimal(10))
    assert amount == Decimal("51.17")  # 51.165, half a cent up
    assert line_tax(amount, Decimal(21)) == Decimal("10.75")
    cost = line_cost(Decimal(3), Decimal("11.20"))
    assert (cost, margin(amount, cost)) == (Decimal("33.60"), Decimal("17.57"))


def test_the_amount_of_a_file_counts_and_its_price_follows() -> None:
    assert price_of(Decimal(10), Decimal(3)) == Decimal("3.3333")
    assert price_of(Decimal(-10), Decimal(-4), Decimal(50)) == Decimal(5)
    assert price_of(Decimal(0), Decimal(1), Decimal(100)) == Decimal(0)


def test_currencies_without_cents_round_to_the_whole() -> None:
    assert line_amount(Decimal("1.5"), Decimal(1_333), unit=PESO) == Decimal(2_000)
    assert line_tax(Decimal(2_000), Decimal(19), unit=PESO) == Decimal(380)


def test_a_document_knows_its_cost_when_every_line_does() -> None:
    known, unknown = Amounts(Decimal(10), Decimal(2), Decimal(6)), Amounts(Decimal(5), Decimal(1), None)
    assert whole([known, known]) == Amounts(Decimal(20), Decimal(4), Decimal(12))
    assert whole([known, unknown]) == Amounts(Decimal(15), Decimal(3), None)
    assert whole([]) == Amounts(Decimal(0), Decimal(0), None)


@given(quantities, prices, percents)
def test_what_is_given_back_line_by_line_mirrors_what_was_sold(
    quantity: Decimal, price: Decimal, discount: Decimal
) -> None:
    assert line_amount(-quantity, price, discount) == -line_amount(quantity, price, discount)
    assert Decimal(0) <= line_amount(quantity, price, discount) <= rounded(quantity * price)


@given(st.decimals(1, 40, places=0), cents, percents)
def test_the_price_that_follows_gives_the_amount_back(quantity: Decimal, amount: Decimal, discount: Decimal) -> None:
    """Up to forty units four decimals of price are enough for the cent, whatever the discount."""
    price = price_of(amount, quantity, discount)
    if discount < 100:
        assert abs(line_amount(quantity, price, discount) - amount) <= CENT


@given(
    st.builds(Amounts, st.decimals(0, 9_999, places=2), st.decimals(0, 999, places=2), st.decimals(0, 9_999, places=2)),
    st.lists(st.integers(1, 9), min_size=1, max_size=8),
)
def test_after_the_last_unit_nothing_is_left(bought: Amounts, portions: list[int]) -> None:
    """However many returns it takes, their sums are exactly what was bought, and none gives more than is left."""
    units, gone, already = sum(portions), 0, Amounts(Decimal(0), Decimal(0), Decimal(0))
    for portion in portions:
        gone += portion
        back = given_back(bought, Decimal(gone) / Decimal(units), already)
        assert back.amount <= 0
        already = whole([already, back])
    assert bought.cost is not None
    assert already == Amounts(-bought.amount, -bought.tax_amount, -bought.cost)
