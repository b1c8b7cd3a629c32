"""One value as a spreadsheet holds it: numbers and days by type, all else as text that no program runs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records import values
from tendero.records.exchange.formulas import shield
from tendero.records.fields import Field, Kind

Cell = str | Decimal | date | datetime | None


def cell(field: Field, row: Any, actor: Actor) -> Cell:
    """The value of `field` on `row`. Amounts lose their currency only where a column of its own holds it."""
    value = values.held(field, row)
    if value is None or value == [] or value == "":
        return None
    if isinstance(value, Money):
        return value.amount if _has_column(field) else f"{value.amount:f} {value.currency}"
    if isinstance(value, bool):
        return values.shown_value(field, value, actor)
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(actor.time_zone)).replace(tzinfo=None, microsecond=0)
    if field.kind is Kind.NUMBER and field.choices is None:
        return Decimal(str(value))
    if isinstance(value, date):
        return value
    return shield(_text(field, value, actor))


def _has_column(field: Field) -> bool:
    return bool(field.currency) and field.custom is None


def _text(field: Field, value: Any, actor: Actor) -> str:
    if field.kind is Kind.BIRTHDAY:
        return str(values.to_json(field, value))
    if isinstance(value, list):
        return "; ".join(_one(field, one, actor) for one in value)
    if field.kind in (Kind.PHONE, Kind.TEXT, Kind.LONG_TEXT) and field.choices is None:
        return str(value)
    return values.shown_value(field, value, actor)


def _one(field: Field, value: Any, actor: Actor) -> str:
    """One of several; of a repeated group, what its first field says."""
    if isinstance(value, dict):
        first = field.item[0] if field.item else None
        return str(value.get(first.name, "") if first else "")
    return values.shown_value(field, [value], actor)


def as_text(value: Cell, comma: bool) -> str:
    """The cell in a CSV: days in ISO 8601, numbers with the decimal sign that goes with the separator."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        plain = f"{value.normalize():f}"
        return plain.replace(".", ",") if comma else plain
    return value
