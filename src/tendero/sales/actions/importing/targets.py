"""Where a column of a file of sales may go."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

CUSTOMER: Final = "customer."
"""Before a target of the directory: the column says who bought."""
WHO: Final = (
    "name", "first_name", "last_name", "second_last_name", "company", "legal_name", "tax_id", "reference", "id",
    "email", "phone", "street", "street2", "postal_code", "city", "region", "country",
)  # fmt: skip
FIGURES: Final = {
    "quantity": _("Quantity"), "price": _("Price of one, without tax"), "discount": _("Discount (%)"),
    "tax": _("Tax (%)"), "amount": _("Amount without tax"), "tax_amount": _("Tax"), "total": _("Amount with tax"),
    "cost": _("Cost of the line"), "unit_cost": _("Cost of one"), "margin": _("Margin of the line"),
}  # fmt: skip
"""Columns of amounts, by what they are called."""
DAY: Final = _("Day (and hour)")
TEXTS: Final = {
    "number": 60, "product_code": 60, "product": 200, "family": 80, "channel": 80, "store": 80, "payment": 80,
    "seller": 120, "note": 2_000, "text": 300,
}  # fmt: skip
"""Columns of words, and how many signs of them fit."""
