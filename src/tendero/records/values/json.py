"""Values as JSON carries them: what the API gives and takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records.fields import Field, Kind
from tendero.records.values import lookup
from tendero.records.values.checking import checked
from tendero.records.values.display import birthday_parts
from tendero.records.values.money import is_currency


def to_json(field: Field, value: Any) -> Any:
    """A value (see `held`) as JSON: amounts and currency as text, dates in ISO 8601, relations by their reference."""
    if isinstance(value, list):
        return [_item_to_json(field, one) for one in value]
    return _one_to_json(field, value)


def _item_to_json(field: Field, value: Any) -> Any:
    if not isinstance(value, Mapping):
        return _one_to_json(field, value)
    parts = {part.name: part for part in field.item}
    return {name: to_json(parts[name], one) for name, one in value.items() if name in parts}


def _one_to_json(field: Field, value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": f"{value.amount:f}", "currency": value.currency}
    if value is None or isinstance(value, bool):
        return value
    if field.is_relation:
        return getattr(value, "ref", None) or None  # one out of sight has none
    if field.choices is not None:
        return str(value) or None
    if field.kind is Kind.BIRTHDAY:
        return birthday_iso(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return number_to_json(value) if isinstance(value, Decimal) else value


def number_to_json(value: Decimal) -> int | float:
    """A whole number as an integer, any other (four decimals at most) as JSON's number."""
    return int(value) if value == value.to_integral_value() else float(value)


def birthday_iso(value: Any) -> str | None:
    """``1984-03-12``, or ``--03-12`` where the year is unknown."""
    if not value:
        return None
    month, day, year = birthday_parts(value)
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def from_json(field: Field, data: Any, actor: Actor) -> Any:
    """The value behind JSON, checked against its field. ValidationError tells what is wrong and how to mend it.

    References are looked up among what `actor` may see: what he may not see does not exist.
    """
    if data is None:
        return checked(field, None)
    if field.kind is Kind.LIST:
        return checked(field, [_group(field, item, actor) for item in _list(data)])
    if field.many or field.kind is Kind.CHOICES:
        return checked(field, [_single(field, item, actor) for item in _list(data)])
    return checked(field, _single(field, data, actor))


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise ValidationError(_("A list is expected here."), code="type")
    return data


def _group(field: Field, data: Any, actor: Actor) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ValidationError(_("Each entry is an object."), code="type")
    known = {part.name: part for part in field.item}
    if unknown := sorted(set(data) - set(known)):
        raise ValidationError(_("“%(name)s” does not exist here."), code="unknown", params={"name": unknown[0][:80]})
    return {name: from_json(known[name], value, actor) for name, value in data.items()}


def _single(field: Field, data: Any, actor: Actor) -> Any:
    if field.is_relation:
        return lookup.by_ref(field, data, actor)
    read = _READERS.get(field.kind)
    if read is not None:
        return read(data)
    if not isinstance(data, str):
        raise ValidationError(_("A text is expected here."), code="type")
    return data


def _number(data: Any) -> Decimal:
    if isinstance(data, bool) or not isinstance(data, int | float) or len(str(data)) > 40:
        raise ValidationError(_("A number is expected here."), code="type")
    return Decimal(str(data))


def _money(data: Any) -> Money:
    if not isinstance(data, dict) or set(data) != {"amount", "currency"}:
        message = _("An amount and its currency are expected here: {“amount”: “12.30”, “currency”: “EUR”}.")
        raise ValidationError(message, code="type")
    if not is_currency(data["currency"]):
        raise ValidationError(_("A currency is three capitals, such as EUR."), code="currency")
    return Money(_exact(data["amount"]), data["currency"])


def _exact(amount: Any) -> Decimal:
    if not isinstance(amount, str) or len(amount) > 30 or not amount.isascii():
        raise ValidationError(_("The amount is a text with a point before the decimals: “12.30”."), code="type")
    try:
        return Decimal(amount)
    except InvalidOperation as error:
        raise ValidationError(_("The amount is a text with a point before the decimals: “12.30”.")) from error


def _day(data: Any) -> date:
    try:
        if isinstance(data, str) and len(data) == 10:
            return date.fromisoformat(data)
    except ValueError:
        pass
    raise ValidationError(_("A date is written 2026-01-31."), code="type")


def _moment(data: Any) -> datetime:
    try:
        found = datetime.fromisoformat(data) if isinstance(data, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValidationError(_("A moment is written 2026-01-31T09:45:00Z, with its zone."), code="type")
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValidationError(_("A date and time are expected here."), code="type") from error


def _birthday(data: Any) -> str:
    message = _("A birthday is written 1984-03-12, or --03-12 without the year.")
    if not isinstance(data, str) or not data.isascii() or len(data) not in (7, 10):
        raise ValidationError(message, code="type")
    whole = f"2000-{data[2:]}" if data.startswith("--") else data
    try:
        date.fromisoformat(whole)
    except ValueError as error:
        raise ValidationError(message, code="type") from error
    if len(whole) != 10 or (len(data) == 7 and not data.startswith("--")):
        raise ValidationError(message, code="type")
    return data


def _flag(data: Any) -> bool:
    if not isinstance(data, bool):
        raise ValidationError(_("Yes or no is expected here: true or false."), code="type")
    return data


_READERS: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
    Kind.BIRTHDAY: _birthday,
    Kind.BOOL: _flag,
}
