"""One value as a spreadsheet holds it: numbers and days by type, all else as text that no program runs.

Every cell is written so that our own import brings back the very same value; `values.packing` says how several stand
in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from tendero.identity.models import User
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.kernel.text import fold
from tendero.records import registry, values
from tendero.records.exchange.formulas import shield
from tendero.records.fields import Field, Kind
from tendero.records.values import packing

Cell = str | Decimal | date | datetime | None
_NUMBERS: Final = frozenset({Kind.NUMBER, Kind.ELAPSED})
_PROSE: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE, Kind.EMAIL, Kind.URL})


class Cells:
    """The cells of one export: its reader's language and zone, and who works here."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._zone = ZoneInfo(actor.time_zone)

    def cell(self, field: Field, row: Any) -> Cell:
        """The value of `field` on `row`. Amounts lose their currency only where a column of its own holds it."""
        field = field.travels or field
        with timezone.override(self._zone):  # a download streams when its request is over
            value = values.held(field, row)
        if value is None or value == [] or value == "":
            return None
        if isinstance(value, Money):
            return value.amount if _has_column(field) else f"{steady(value.amount)} {value.currency}"
        if isinstance(value, datetime):
            local = value.astimezone(self._zone).replace(microsecond=0)
            # an hour that an autumn night has twice says which of the two it is
            return local.isoformat(" ") if local.fold else local.replace(tzinfo=None)
        if field.kind in _NUMBERS and field.choices is None:
            return Decimal(str(value))
        if isinstance(value, date):
            return value
        return shield(self._text(field, value))

    def reference(self, field: Field, row: Any) -> Cell:
        """The reference of whom a field points to: names are shared, references are not."""
        return getattr(values.held(field, row), "ref", None) or None

    def _text(self, field: Field, value: Any) -> str:
        if not isinstance(value, list):
            return self._one(field, value)
        if field.item:
            return packing.pack_rows([self._part(part, row) for part in field.item] for row in value)
        return packing.pack(self._one(field, one) for one in value)

    def _part(self, part: Field, row: Mapping[str, Any]) -> str:
        value = row.get(part.name)
        if value is None or value is False or value == "":
            return ""
        told = self._one(part, value)
        return f"{told} ({value.ref})" if has_page(part) and value.ref else told

    def _one(self, field: Field, value: Any) -> str:
        if isinstance(value, User):
            return self._person(value)
        if isinstance(value, Money):
            return f"{steady(value.amount)} {value.currency}"
        if isinstance(value, Decimal) and field.choices is None:
            return steady(value)
        if field.kind is Kind.BIRTHDAY:
            return str(values.to_json(field, value))
        if isinstance(value, date):
            return value.isoformat()
        if field.kind in _PROSE and field.choices is None:
            return str(value)
        return str(value) if field.is_relation else values.shown_value(field, value, self.actor)

    def _person(self, user: User) -> str:
        """By name; by user name where two are called alike, or somebody is called as another signs in."""
        return user.username if self._names.get(fold(user.name), 0) > 1 else user.name

    @cached_property
    def _names(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for username, email, name in User.objects.values_list("username", "email", "name"):
            for called in {fold(username), fold(email), fold(name)}:
                found[called] = found.get(called, 0) + 1
        return found


def has_page(field: Field) -> bool:
    """Whether it names one of many, whose names are shared: contacts, products. Short lists have no two of a name."""
    if field.kind is Kind.PARTY:
        return True
    return field.kind is Kind.RECORD and registry.knows(field.target) and registry.get(field.target).in_menu


def _has_column(field: Field) -> bool:
    """Whether the currency stands in a column of the record itself, beside the amount."""
    return bool(field.currency) and "__" not in field.currency and field.custom is None


def steady(value: Decimal) -> str:
    """A number that nobody takes for thousands: never exactly three decimals, no more zeros than that needs."""
    plain = f"{value.normalize():f}"
    return f"{plain}0" if len(plain.partition(".")[2]) == 3 else plain


def as_text(value: Cell, comma: bool) -> str:
    """The cell in a CSV: days in ISO 8601, numbers with the decimal sign that goes with the separator."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return steady(value).replace(".", ",") if comma else steady(value)
    return value
