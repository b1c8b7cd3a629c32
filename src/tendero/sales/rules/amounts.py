"""What a line of a sale comes to (`docs/rules/sale-amounts.md`). Amounts are Decimals in one currency."""

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


def cents(amount: Decimal) -> Decimal:
    """To the cent, half a cent away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def line_amount(quantity: Decimal, price: Decimal, discount: Decimal = Decimal(0)) -> Decimal:
    """Quantity by price of one unit, less a discount in percent, to the cent."""
    return cents(quantity * price * (_HUNDRED - discount) / _HUNDRED)


def price_of(amount: Decimal, quantity: Decimal, discount: Decimal = Decimal(0)) -> Decimal:
    """The price of one unit, before discount, of a line that comes to `amount`; four decimals.

    Zero where nothing was sold, or all of it given away: then any price would do.
    """
    paid = quantity * (_HUNDRED - discount) / _HUNDRED
    return abs(amount / paid).quantize(STEP, rounding=ROUND_HALF_UP) if paid else Decimal(0)


def line_tax(amount: Decimal, tax: Decimal) -> Decimal:
    """The tax of a line, to the cent; `tax` is a percentage."""
    return cents(amount * tax / _HUNDRED)


def line_cost(quantity: Decimal, unit_cost: Decimal | None) -> Decimal | None:
    """What the goods of a line cost, to the cent; None when the cost of one is not known."""
    return None if unit_cost is None else cents(quantity * unit_cost)


def margin(amount: Decimal, cost: Decimal | None) -> Decimal | None:
    """What is left of an amount; None when its cost is not known."""
    return None if cost is None else amount - cost


def whole(lines: Iterable[Amounts]) -> Amounts:
    """What a document comes to: the sums of its lines. Its cost is known when that of every line is."""
    rows = list(lines)
    costs = [row.cost for row in rows]
    known = bool(costs) and None not in costs
    return Amounts(
        sum((row.amount for row in rows), Decimal(0)),
        sum((row.tax_amount for row in rows), Decimal(0)),
        sum((cost for cost in costs if cost is not None), Decimal(0)) if known else None,
    )


def given_back(bought: Amounts, of: Decimal, *, before: Decimal, now: Decimal, already: Amounts) -> Amounts:
    """What goes back, as amounts below zero, when `now` more of `of` units return and `before` of them already had.

    Each return takes what is due up to here less what went back `already` (below zero): the last one leaves exactly
    nothing, however many there were. `of`, `before` and `now` are above zero.
    """
    part = (before + now) / of

    def due(amount: Decimal, gone: Decimal) -> Decimal:
        return -cents(amount * part) - gone

    cost = None
    if bought.cost is not None and already.cost is not None:
        cost = due(bought.cost, already.cost)
    return Amounts(due(bought.amount, already.amount), due(bought.tax_amount, already.tax_amount), cost)
