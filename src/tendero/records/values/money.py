"""Currencies as people write them."""

from __future__ import annotations

from typing import Final

from babel.numbers import list_currencies

from tendero.kernel.models import Setting

SYMBOLS: Final = {"€": "EUR", "us$": "USD", "mx$": "MXN", "£": "GBP", "s/": "PEN", "euros": "EUR", "euro": "EUR"}
_CODES: Final = frozenset(list_currencies())


def company_currency() -> str:
    """The currency the company keeps its books in."""
    return str(Setting.read("company.currency"))


def is_currency(code: object) -> bool:
    """Whether it is an ISO 4217 code."""
    return isinstance(code, str) and code in _CODES


def currency_named(text: str) -> str | None:
    """The currency a symbol or code stands for; "$" is none of its own, so it means the company's (None)."""
    bare = text.strip().lower()
    if bare.upper() in _CODES:
        return bare.upper()
    return SYMBOLS.get(bare)
