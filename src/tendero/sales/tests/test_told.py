"""What a row of a file says its line comes to."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tendero.sales.rules.told import Told, line_of, percent

amounts = st.decimals(-99_999, 99_999, places=2)
rates = st.sampled_from([None, Decimal(0), Decimal(4), Decimal(10), Decimal(21)])


def test_the_examples_of_the_rule() -> None:
    """`docs/rules/sale-files.md`."""
    fifteen = line_of(Told(quantity=Decimal(2), price=Decimal(14), discount=Decimal("0.15")))
    five = line_of(Told(quantity=Decimal(7), price=Decimal("3.333"), discount=Decimal("0.05")))

    assert [line and line.amount for line in (fifteen, five)] == [Decimal("23.80"), Decimal("22.1645")]
    assert [percent(Decimal(told)) for told in ("0.2", "15", "1")] == [Decimal(20), Decimal(15), Decimal(1)]


@given(amounts, rates)
def test_a_total_stays_what_it_is_whatever_its_tax(total: Decimal, tax: Decimal | None) -> None:
    """What the customer paid is what is stored, to the cent."""
    line = line_of(Told(total=total, tax=tax))

    assert line is not None
    assert line.stored == line.amount + line.tax_amount == line.told == total


@given(amounts, st.one_of(st.none(), amounts), st.one_of(st.none(), amounts))
def test_an_amount_counts_as_it_stands(amount: Decimal, price: Decimal | None, margin: Decimal | None) -> None:
    """Whatever price the file says besides; the margin is what the cost leaves."""
    line = line_of(Told(amount=amount, price=price, margin=margin))

    assert line is not None
    assert line.stored == line.amount == amount
    assert line.cost is None or line.amount - line.cost == margin


def test_a_row_without_any_amount_is_no_line() -> None:
    assert line_of(Told(quantity=Decimal(3))) is None
