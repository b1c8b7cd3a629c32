"""Values as the viewer reads them: his language, short dates, amounts with their currency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records.fields import Field, Kind
from tendero.records.values.reading import held
from tendero.ui import words


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
    if translation.get_language() == actor.language:
        return _told(field, value, actor)
    with translation.override(actor.language):
        return _told(field, value, actor)


def _told(field: Field, value: Any, actor: Actor) -> str:
    """One value in the active language, which is the actor's."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.choices is not None:
        return field.choice_label(value)
    if isinstance(value, Money):
        return words.amount(value.amount, value.currency)
    if isinstance(value, date | datetime):
        with timezone.override(ZoneInfo(actor.time_zone)):
            return _moment(value) if isinstance(value, datetime) else words.day(value)
    if field.kind is Kind.ELAPSED:
        return ngettext("%(count)s day", "%(count)s days", value) % {"count": number(value)}
    if isinstance(value, Decimal | int | float):
        return number(value)
    return birthday(value) if field.kind is Kind.BIRTHDAY else str(value)


def _moment(value: datetime) -> str:
    """``12 dic, 9:45``."""
    return f"{words.day(value)}, {words.hour(value)}"


def number(value: Decimal | float) -> str:
    """``1.234,5``: no trailing zeros, four decimals at most."""
    return words.number(value, decimals=4)


def birthday(value: Any) -> str:
    """``12 dic``, with the year of birth where it is known. Takes ISO text or anything with day, month and year."""
    month, day_of_month, year = birthday_parts(value)
    pattern = "d MMM y" if year else "d MMM"
    return format_date(date(year or 2000, month, day_of_month), pattern, locale=words.locale()).replace(".", "")


def birthday_parts(value: Any) -> tuple[int, int, int | None]:
    """Month, day and year (None if unknown) of a birthday, however it is held."""
    if isinstance(value, str):
        year, month, of_month = value.rsplit("-", 2)
        return int(month), int(of_month), int(year) if year.isdigit() else None
    return value.month, value.day, value.year
