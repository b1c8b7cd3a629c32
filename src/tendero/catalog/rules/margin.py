"""What is left of a price (`docs/rules/margin.md`)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def unit_margin(price: Decimal, cost: Decimal | None) -> Decimal | None:
    """Price less cost of one unit, both without tax; None where the cost is not known or no price is set (zero)."""
    return None if cost is None or not price else Decimal(str(price)) - Decimal(str(cost))


def margin_rate(price: Decimal, cost: Decimal | None) -> Decimal | None:
    """The margin as a part of the price, to a thousandth; None without a cost or a price."""
    margin = unit_margin(price, cost)
    return None if margin is None else (margin / price).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
