"""Values as the viewer reads them: his language, short dates, amounts with their currency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from django.utils import translation
from django.utils.translation import gettext as _

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records.fields import Field, Kind
from tendero.records.values.reading import held


def shown(field: Field, row: Any, actor: Actor) -> str:
    """The value of `field` on `row` as `actor` reads it; "" where there is none."""
    return shown_value(field, held(field, row), actor)


def shown_value(field: Field, value: Any, actor: Actor) -> str:
    """The same for a value in hand."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        parts = (_item(field, one, actor) for one in value)
        return ", ".join(part for part in parts if part)
    return _single(field, value, actor)


def _item(field: Field, value: Any, actor: Actor) -> str:
    """One of several: of a repeated group, its first field says what it is."""
    if isinstance(value, Mapping):
        if not field.item:
            return " ".join(str(part) for part in value.values() if part)
        first = field.item[0]
        return shown_value(first, value.get(first.name), actor)
    return _single(field, value, actor)


def _single(field: Field, value: Any, actor: Actor) -> str:
    language = actor.language
    if isinstance(value, bool):
        with translation.override(language):
            return _("Yes") if value else _("No")
    if field.choices is not None:
        with translation.override(language):
            return field.choice_label(value)
    if isinstance(value, Money):
        return money(value, language)
    if isinstance(value, datetime):
        return moment(value, language, actor.time_zone)
    if isinstance(value, date):
        return day(value, language, clock.today(actor.time_zone))
    if isinstance(value, Decimal | int | float):
        return number(value, language)
    return birthday(value, language) if field.kind is Kind.BIRTHDAY else str(value)


def locale(language: str) -> Locale:
    """Babel's locale of a language code; Spanish for one it does not know."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("es")


def money(value: Money, language: str) -> str:
    """``1.234,50 €``, with the decimals its currency has."""
    return format_currency(value.amount, value.currency, locale=locale(language))


def number(value: Decimal | float, language: str) -> str:
    """``1.234,5``: no trailing zeros."""
    exact = value.normalize() if isinstance(value, Decimal) else value
    return format_decimal(exact, locale=locale(language), format="#,##0.####")


def day(value: date, language: str, today: date) -> str:
    """``12 dic``, with the year where it is another one."""
    pattern = "d MMM" if value.year == today.year else "d MMM y"
    return format_date(value, pattern, locale=locale(language)).replace(".", "")


def moment(value: datetime, language: str, zone: str) -> str:
    """``12 dic, 9:45`` in the viewer's zone."""
    here = value.astimezone(ZoneInfo(zone))
    clock_time = format_time(here.timetz().replace(tzinfo=None), "H:mm", locale=locale(language))
    return f"{day(here.date(), language, clock.today(zone))}, {clock_time}"


def birthday(value: Any, language: str) -> str:
    """``12 dic``, with the year of birth where it is known. Takes ISO text or anything with day, month and year."""
    month, day_of_month, year = birthday_parts(value)
    pattern = "d MMM y" if year else "d MMM"
    return format_date(date(year or 2000, month, day_of_month), pattern, locale=locale(language)).replace(".", "")


def birthday_parts(value: Any) -> tuple[int, int, int | None]:
    """Month, day and year (None if unknown) of a birthday, however it is held."""
    if isinstance(value, str):
        year, month, of_month = value.rsplit("-", 2)
        return int(month), int(of_month), int(year) if year.isdigit() else None
    return value.month, value.day, value.year
