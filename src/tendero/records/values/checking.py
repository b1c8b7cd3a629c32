"""Does a value fit its field? Asked on every way in, after reading and before writing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tendero.kernel.money import Money, to_scaled
from tendero.records.fields import Field, Kind
from tendero.records.values.links import web_address
from tendero.records.values.money import is_currency

MOST_ITEMS: Final = 200
LARGEST: Final = Decimal(10) ** 14
LONGEST_PROSE: Final = 50_000
_TEXTS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.PHONE, Kind.URL})


def is_blank(value: Any) -> bool:
    """Whether it says nothing: None, empty text, an empty list."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == []


def checked(field: Field, value: Any) -> Any:
    """`value` as it may be written. ValidationError says what is wrong and how to mend it."""
    if is_blank(value):
        if field.required:
            raise ValidationError(_("Fill this in."), code="required")
        return [] if field.many or field.kind is Kind.LIST else None
    if field.kind is Kind.LIST:
        return [_checked_item(field, item) for item in _several(value)]
    if field.many or field.kind is Kind.CHOICES:
        return list(dict.fromkeys(_single(field, one) for one in _several(value)))
    return _single(field, value)


def _several(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValidationError(_("A list is expected here."), code="type")
    if len(value) > MOST_ITEMS:
        message = ngettext_lazy("%(count)d at most.", "%(count)d at most.", MOST_ITEMS)
        raise ValidationError(message, code="too_many", params={"count": MOST_ITEMS})
    return list(value)


def _checked_item(field: Field, item: Any) -> dict[str, Any]:
    if not isinstance(item, Mapping):
        raise ValidationError(_("Each entry is a group of values."), code="type")
    known = {part.name: part for part in field.item}
    if unknown := sorted(set(item) - set(known)):
        raise ValidationError(_("“%(name)s” does not exist here."), code="unknown", params={"name": unknown[0]})
    return {name: checked(known[name], value) for name, value in item.items()}


def _single(field: Field, value: Any) -> Any:
    found = _of_kind(field, value)
    for validate in field.validators:
        validate(found)
    return found


def _of_kind(field: Field, value: Any) -> Any:
    if field.choices is not None:
        return _choice(field, value)
    if field.kind in _TEXTS:
        return _text(field, value)
    check = _CHECKS.get(field.kind)
    return check(field, value) if check else value


def _choice(field: Field, value: Any) -> str:
    known = [str(stored) for stored, _label in field.choices()] if field.choices else []
    if str(value) not in known:
        raise ValidationError(_("That is not one of the options."), code="choice")
    return str(value)


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("A text is expected here."), code="type")
    text = value.strip()
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValidationError(_("It holds characters that are no text."), code="characters")
    longest = field.max_length or LONGEST_PROSE
    if len(text) > longest:
        message = _("Too long: %(length)d characters, %(limit)d at most.")
        raise ValidationError(message, code="max_length", params={"length": len(text), "limit": longest})
    if field.kind is Kind.EMAIL:
        _email(text)
    return web_address(text) if field.kind is Kind.URL else text


def _email(text: str) -> None:
    try:
        validate_email(text)
    except ValidationError as error:
        message = _("“%(value)s” is no e-mail address. It looks like name@domain.com.")
        raise ValidationError(message, code="email", params={"value": text}) from error


def _number(field: Field, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
        raise ValidationError(_("A number is expected here."), code="type")
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) >= LARGEST:
        raise ValidationError(_("That number is too large."), code="too_large")
    if field.whole and exact != exact.to_integral_value():
        raise ValidationError(_("A whole number, without decimals."), code="whole")
    if exact != exact.quantize(Decimal("0.0001")):
        raise ValidationError(_("Four decimals at most."), code="decimals")
    return exact


def _money(field: Field, value: Any) -> Any:
    if isinstance(value, Money):
        if not is_currency(value.currency):
            raise ValidationError(_("A currency is three capitals, such as EUR."), code="currency")
        return Money(_amount(value.amount), value.currency)
    return _amount(value)


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise ValidationError(_("An amount is expected here."), code="type")
    to_scaled(value)
    return Decimal(value)


def _day(field: Field, value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, date) or not 1000 <= value.year <= 9000:
        raise ValidationError(_("A date is expected here."), code="type")
    return value


def _moment(field: Field, value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None or not 1000 <= value.year <= 9000:
        raise ValidationError(_("A date and time are expected here."), code="type")
    return value


def _flag(field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValidationError(_("Yes or no is expected here."), code="type")
    return value


_CHECKS: Final = {
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
    Kind.BOOL: _flag,
}
