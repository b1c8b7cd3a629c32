"""Money: exact amounts with their currency.

Stored as a scaled BIGINT (1/10 000): SQLite keeps decimals as floats, and ten times 0.10 would not reach 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SCALE: Final = 10_000
LIMIT: Final = Decimal(2**63 - 1) / SCALE
_STEP: Final = Decimal(1) / SCALE
_SCALE: Final = Decimal(SCALE)


class CurrencyMismatch(ValueError):
    """Two currencies were about to be added together."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217). Arithmetic never mixes currencies."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")


def totals(amounts: Iterable[Money]) -> list[Money]:
    """One sum per currency, in the order the currencies first appear."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return [Money(amount, currency) for currency, amount in sums.items()]


def to_scaled(amount: Decimal | int | str) -> int:
    """`amount` in ten-thousandths, rounded half up. ValidationError if it is no number or out of range."""
    try:
        exact = amount if type(amount) is Decimal else Decimal(str(amount))
    except ArithmeticError as error:
        raise ValidationError(_("“%(value)s” is not an amount."), params={"value": amount}) from error
    if not exact.is_finite() or abs(exact) >= LIMIT:
        raise ValidationError(_("The amount is too large."))
    return int((exact * _SCALE).to_integral_value(rounding=ROUND_HALF_UP))


def from_scaled(stored: int | Decimal) -> Decimal:
    """The Decimal behind a stored amount, with two decimals, or four where it has them."""
    amount = Decimal(int(stored)) / SCALE
    short = amount.quantize(Decimal("0.01"))
    return short if short == amount else amount.quantize(_STEP)


class AmountField(models.BigIntegerField[Any, Any]):
    """A Decimal in Python, a scaled BIGINT in the database."""

    description = "exact amount"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_scaled(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        return from_scaled(to_scaled(value))

    def get_prep_value(self, value: Any) -> Any:
        if type(value) is not Decimal and (value is None or hasattr(value, "resolve_expression")):
            return value
        return to_scaled(value)

    def formfield(self, **kwargs: Any) -> forms.Field:
        options: dict[str, Any] = {"max_digits": 18, "decimal_places": 4, "label": self.verbose_name}
        options["required"] = not self.blank
        options |= {
            name: value for name, value in kwargs.items() if name in {"widget", "label", "required", "help_text"}
        }
        return forms.DecimalField(**options)


class CurrencyField(models.CharField[Any, Any]):
    """ISO 4217 code, three capitals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        kwargs.setdefault("default", "EUR")
        super().__init__(*args, **kwargs)
