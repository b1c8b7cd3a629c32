"""Parts of a whole, as fractions to a thousandth."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_STEP: Final = Decimal("0.001")


def part(of: Decimal, whole: Decimal) -> Decimal | None:
    """`of` as a part of `whole`, half up; None where there is no whole, or less than nothing."""
    return None if whole <= 0 else (of / whole).quantize(_STEP, rounding=ROUND_HALF_UP)


def mean(amount: Decimal, number: int) -> Decimal | None:
    """What one of them comes to, to four decimals; None of none."""
    return None if number <= 0 else (amount / number).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
