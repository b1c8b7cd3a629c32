"""Writing user-defined values, through `kernel.write` like every other column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tendero.kernel import write
from tendero.kernel.money import Money
from tendero.records.custom import reading
from tendero.records.fields import Field, Kind
from tendero.records.models.custom import CustomValue
from tendero.records.values.money import company_currency

Columns = dict[str, Any]


def store(row: Any, values: Mapping[Field, Any]) -> set[str]:
    """Set user-defined fields of `row`; names of those that really changed. Inside a change set only."""
    reading.attach([row], values)
    changed = {field.name for field, value in values.items() if _store_one(row, field, value)}
    if changed:
        reading.detach(row)
    return changed


def _store_one(row: Any, field: Field, value: Any) -> bool:
    held = {found.slot: found for found in reading.stored(field.custom or 0, row)}
    wanted = {str(columns.pop("slot", "")): columns for columns in _columns(field, value, held)}
    changed = False
    for slot, columns in wanted.items():
        if slot in held:
            changed |= bool(write.change(held[slot], **columns))
        else:
            write.create(_new(row, field, slot, columns))
            changed = True
    gone = [found for slot, found in held.items() if slot not in wanted]
    write.remove(*gone)
    return changed or bool(gone)


def create_values(rows: Sequence[tuple[Any, Mapping[Field, Any]]]) -> None:
    """Write the values of many new records at once: for imports. Inside a change set only."""
    made = [
        _new(row, field, str(columns.pop("slot", "")), columns)
        for row, values in rows
        for field, value in values.items()
        for columns in _columns(field, value, {})
    ]
    if made:
        write.create_many(CustomValue, made)


def _new(row: Any, field: Field, slot: str, columns: Columns) -> CustomValue:
    made = CustomValue(definition_id=field.custom or 0, record_id=row.pk, slot=slot, **columns)
    made._party = row.party_reference()
    return made


def _columns(field: Field, value: Any, held: Mapping[str, CustomValue]) -> list[Columns]:
    """The stored form: a dict of columns for each row it takes; none for an empty value."""
    if value is None or value in ("", []):
        return []
    if field.kind is Kind.CHOICES:
        return [{"slot": choice, "text": choice} for choice in value]
    if field.kind is Kind.MONEY:
        return [_money(value, held)]
    if field.kind is Kind.BOOL:
        return [{"number": Decimal(int(value))}]
    if field.kind is Kind.NUMBER:
        return [{"number": Decimal(value)}]
    if field.kind is Kind.DATE:
        return [{"date": value}]
    return [{"ref_id": value.pk}] if field.kind is Kind.PARTY else [{"text": value}]


def _money(value: Any, held: Mapping[str, CustomValue]) -> Columns:
    if isinstance(value, Money):
        return {"number": value.amount, "currency": value.currency}
    before = held.get("")
    return {"number": Decimal(value), "currency": before.currency if before is not None else company_currency()}
