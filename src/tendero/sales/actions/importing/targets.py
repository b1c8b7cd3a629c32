"""Where a column of a file of sales may go."""

from __future__ import annotations

from typing import Final

CUSTOMER: Final = "customer."
"""Before a target of the directory: the column says who bought."""
WHO: Final = (
    "name", "first_name", "last_name", "second_last_name", "company", "legal_name", "tax_id", "reference", "id",
    "email", "phone", "street", "street2", "postal_code", "city", "region", "country",
)  # fmt: skip
FIGURES: Final = frozenset(
    {"quantity", "price", "discount", "tax", "amount", "tax_amount", "total", "cost", "unit_cost", "margin"}
)
TEXTS: Final = {
    "number": 60, "product_code": 60, "product": 200, "family": 80, "channel": 80, "store": 80, "payment": 80,
    "seller": 120, "note": 2_000, "text": 300,
}  # fmt: skip
"""Columns of words, and how many signs of them fit."""
