"""What a row holds under a field, in the one Python form that every surface works with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tendero.kernel.money import Money
from tendero.records.fields import Field, Kind


def held(field: Field, row: Any) -> Any:
    """The value of `field` on `row`; amounts come with the currency of their row, what is many as a list."""
    value = field.value(row)
    if field.kind is Kind.MONEY and isinstance(value, Decimal | int):
        return Money(Decimal(value), currency_of(field, row))
    if field.many or field.kind is Kind.LIST:
        return [] if value is None else as_list(value)
    return value


def currency_of(field: Field, row: Any) -> str:
    """The currency beside an amount; the company's where the row has none of its own."""
    from tendero.records.values.money import company_currency  # asks the settings only when needed

    found: Any = row
    for part in field.currency.split("__") if field.currency and field.custom is None else ():
        found = getattr(found, part, None)
    return str(found) if field.currency and isinstance(found, str) and found else company_currency()


def as_list(value: Any) -> list[Any]:
    """A list of whatever gives several: a list, a tuple, a related manager, a queryset; a single value alone."""
    if hasattr(value, "all"):
        return list(value.all())
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
