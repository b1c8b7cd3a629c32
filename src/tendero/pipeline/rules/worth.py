"""What open opportunities are worth, weighed by their probability. See docs/rules/pipeline.md."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_CENT: Final = Decimal("0.01")


def weighted(amount: Decimal, probability: int) -> Decimal:
    """`amount` by `probability` (0 to 100), to the cent, half up."""
    return (amount * probability / 100).quantize(_CENT, rounding=ROUND_HALF_UP)


def effective_probability(stage: int, own: int | None) -> int:
    """The opportunity's own probability where somebody set one, else the stage's."""
    return stage if own is None else own


def from_product(product: int) -> Decimal:
    """The weighted amount behind a sum of stored amounts (ten-thousandths) times percents, to the cent, half up."""
    return (Decimal(product) / 1_000_000).quantize(_CENT, rounding=ROUND_HALF_UP)
