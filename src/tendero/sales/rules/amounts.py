"""What a line of a sale comes to (`docs/rules/sale-amounts.md`). Amounts are Decimals in one currency.

`unit` is the smallest amount the currency knows: a cent, a whole peso. Half a unit goes away from zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
STEP: Final = Decimal("0.0001")
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a line comes to: without tax, its tax, its cost where that is known."""

    amount: Decimal
    tax_amount: Decimal
    cost: Decimal | None


def rounded(amount: Decimal, unit: Decimal = CENT) -> Decimal:
    """To the smallest amount of the currency."""
    return amount.quantize(unit, rounding=ROUND_HALF_UP)


def line_amount(quantity: Decimal, price: Decimal, discount: Decimal = Decimal(0), unit: Decimal = CENT) -> Decimal:
    """Quantity by price of one, less a discount in percent."""
    return rounded(quantity * price * (_HUNDRED - discount) / _HUNDRED, unit)


def price_of(amount: Decimal, quantity: Decimal, discount: Decimal = Decimal(0)) -> Decimal:
    """The price of one, before discount, of a line that comes to `amount`; four decimals.

    Zero where nothing was sold, or all of it given away: then any price would do.
    """
    paid = quantity * (_HUNDRED - discount) / _HUNDRED
    return (amount / paid).quantize(STEP, rounding=ROUND_HALF_UP) if paid else Decimal(0)


def line_tax(amount: Decimal, tax: Decimal, unit: Decimal = CENT) -> Decimal:
    """The tax of a line; `tax` is a percentage."""
    return rounded(amount * tax / _HUNDRED, unit)


def line_cost(quantity: Decimal, cost_of_one: Decimal | None, unit: Decimal = CENT) -> Decimal | None:
    """What the goods of a line cost; None when the cost of one is not known."""
    return None if cost_of_one is None else rounded(quantity * cost_of_one, unit)


def margin(amount: Decimal, cost: Decimal | None) -> Decimal | None:
    """What is left of an amount; None when its cost is not known."""
    return None if cost is None else amount - cost


def whole(lines: Iterable[Amounts]) -> Amounts:
    """What a document comes to: the sums of its lines. Its cost is known when that of every line is."""
    rows = list(lines)
    costs = [row.cost for row in rows if row.cost is not None]
    return Amounts(
        sum((row.amount for row in rows), Decimal(0)),
        sum((row.tax_amount for row in rows), Decimal(0)),
        sum(costs, Decimal(0)) if rows and len(costs) == len(rows) else None,
    )


def given_back(bought: Amounts, part: Decimal, already: Amounts, unit: Decimal = CENT) -> Amounts:
    """What goes back, as amounts below zero, when `part` (above 0, at most 1) of what was bought has come back by now.

    Each return takes what is due up to here less what went back `already` (below zero): when all has come back exactly
    nothing is left, however many returns it took.
    """

    def due(amount: Decimal, gone: Decimal) -> Decimal:
        return -rounded(amount * part, unit) - gone

    known = bought.cost is not None and already.cost is not None
    return Amounts(
        due(bought.amount, already.amount),
        due(bought.tax_amount, already.tax_amount),
        due(bought.cost, already.cost) if known else None,  # type: ignore[arg-type]
    )
