"""How quantities and prices of sales read."""

from __future__ import annotations

from decimal import Decimal

from django import template

from tendero.records.values.display import number
from tendero.ui import words

register = template.Library()


@register.filter
def quantity(value: Decimal | None) -> str:
    """“2”, “1,5”: no trailing zeros."""
    return "" if value is None else number(value)


@register.filter
def price(value: Decimal | None, currency: str) -> str:
    """“18,95 €”; with as many decimals as it has where the cent is not enough: “3,3333 €”."""
    if value is None:
        return ""
    if value == value.quantize(Decimal("0.01")):
        return words.amount(value, currency)
    sign = words.amount(Decimal(0), currency).strip(f"0,.{words.FIXED}")
    return f"{number(value)}{words.FIXED}{sign}"
