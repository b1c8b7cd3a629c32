"""A line of a file as amounts: what it says, and what follows from it (`docs/rules/sale-files.md`)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_UP, Decimal

from tendero.sales.rules.amounts import STEP, line_amount, line_tax, price_of, rounded

ONE = Decimal(1)
MOST = Decimal(10) ** 12
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of its line; None where it says nothing. `discount` and `tax` are percentages.

    `amount` is without tax, `total` with it; `cost` and `margin` are of the whole line, `unit_cost` of one unit.
    """

    quantity: Decimal | None = None
    price: Decimal | None = None
    discount: Decimal | None = None
    tax: Decimal | None = None
    amount: Decimal | None = None
    tax_amount: Decimal | None = None
    total: Decimal | None = None
    cost: Decimal | None = None
    unit_cost: Decimal | None = None
    margin: Decimal | None = None


_NAMES = tuple(field.name for field in fields(Told))


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """The columns of a line. `told` is what the file itself says it comes to, to be added up beside what is stored."""

    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax: Decimal
    amount: Decimal
    tax_amount: Decimal
    cost: Decimal | None
    told: Decimal
    with_tax: bool

    @property
    def stored(self) -> Decimal:
        """What is stored of that which the file says: with or without tax, as the file does."""
        return self.amount + self.tax_amount if self.with_tax else self.amount


def line_of(told: Told) -> LineAmounts | None:
    """The line that a row tells of; None if it says no amount in any way.

    A given amount counts as it is; with a total only, the tax comes off; else it is quantity by price less discount,
    not rounded to the cent: no program has said how it rounds. All of it to four decimals.
    """
    quantity = ONE if told.quantity is None else told.quantity
    discount = percent(told.discount)
    amount, tax_amount = _sums(told, quantity, discount)
    if amount is None:
        return None
    price = price_of(amount, quantity, discount) if told.price is None else told.price
    with_tax = told.amount is None and told.total is not None
    file_says = told.total if with_tax else (amount if told.amount is None else told.amount)
    assert file_says is not None
    return LineAmounts(
        _exact(quantity), _exact(price), rounded(discount), rounded(told.tax or Decimal(0)), amount, tax_amount,
        _cost(told, quantity, amount), file_says, with_tax,
    )  # fmt: skip


def out_of_range(told: Told) -> str:
    """The first figure that no line can hold: a share below nought or above a hundred, an amount beyond 10¹²; or ""."""
    for name in ("discount", "tax"):
        share = getattr(told, name)
        if share is not None and not 0 <= share <= _HUNDRED:
            return name
    if (told.quantity or ONE).copy_abs() * (told.price or told.unit_cost or Decimal(0)).copy_abs() >= MOST:
        return "quantity"
    for name in _NAMES:
        figure = getattr(told, name)
        if figure is not None and figure.copy_abs() >= MOST:
            return name
    return ""


def turned(line: LineAmounts) -> LineAmounts:
    """The same line the other way round: what is told as a return comes off."""
    cost = None if line.cost is None else -line.cost
    return replace(line, quantity=-abs(line.quantity), amount=-line.amount, tax_amount=-line.tax_amount, cost=cost,
                   told=-line.told)  # fmt: skip


def percent(told: Decimal | None) -> Decimal:
    """A share as a percentage: 0.2 is twenty per cent, for nobody gives a fifth of one."""
    if told is None:
        return Decimal(0)
    return told * _HUNDRED if 0 < told < 1 else told


def _sums(told: Told, quantity: Decimal, discount: Decimal) -> tuple[Decimal | None, Decimal]:
    """Amount without tax and tax; None when there is no saying."""
    rate = told.tax or Decimal(0)
    if told.amount is not None:
        amount = _exact(told.amount)
    elif told.total is not None:
        total = _exact(told.total)
        tax = rounded(total - total * _HUNDRED / (_HUNDRED + rate)) if told.tax_amount is None else told.tax_amount
        return total - _exact(tax), _exact(tax)
    elif told.price is not None:
        amount = line_amount(quantity, told.price, discount, STEP)
    else:
        return None, Decimal(0)
    return amount, line_tax(amount, rate) if told.tax_amount is None else _exact(told.tax_amount)


def _cost(told: Told, quantity: Decimal, amount: Decimal) -> Decimal | None:
    """What the line cost: as told, by the unit, or what the margin leaves."""
    if told.cost is not None:
        return _exact(told.cost)
    if told.unit_cost is not None:
        return rounded(quantity * told.unit_cost)
    return None if told.margin is None else amount - _exact(told.margin)


def _exact(amount: Decimal) -> Decimal:
    return amount.quantize(STEP, rounding=ROUND_HALF_UP)
