"""Operators and values in people's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_currency, format_decimal
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from tendero.records.filters import periods

_GENERAL: Final = {
    "eq": gettext_lazy("is"),
    "ne": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "contains": gettext_lazy("contains"),
    "not_contains": gettext_lazy("does not contain"),
    "starts": gettext_lazy("begins with"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("has a value"),
    "gt": gettext_lazy("is more than"),
    "gte": gettext_lazy("is at least"),
    "lt": gettext_lazy("is less than"),
    "lte": gettext_lazy("is at most"),
    "between": gettext_lazy("is between"),
    "within": gettext_lazy("is within"),
    "is_me": gettext_lazy("is me"),
}
_DAYS: Final = {
    "eq": pgettext_lazy("date", "is in"),
    "ne": pgettext_lazy("date", "is not in"),
    "gt": pgettext_lazy("date", "is after"),
    "gte": pgettext_lazy("date", "is from"),
    "lt": pgettext_lazy("date", "is before"),
    "lte": pgettext_lazy("date", "is until"),
}
_OWN: Final = {"date": _DAYS, "datetime": _DAYS}
NAMED: Final = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "next_week": gettext_lazy("next week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "next_month": gettext_lazy("next month"),
    "this_quarter": gettext_lazy("this quarter"),
    "last_quarter": gettext_lazy("last quarter"),
    "next_quarter": gettext_lazy("next quarter"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
    "next_year": gettext_lazy("next year"),
}
"""The named periods, in the order a menu shows them."""


def label(kind: str, op: str) -> Any:
    """What an operator is called on a kind of field."""
    return _OWN.get(kind, _GENERAL).get(op, _GENERAL[op])


def value(kind: str, raw: Any) -> str:
    """A value of canonical JSON as people write it; choices and references are told by whoever knows their names."""
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, dict):
        return format_currency(Decimal(str(raw["amount"])), raw["currency"], locale=_locale())
    if kind in ("number", "money", "elapsed"):
        return format_decimal(Decimal(str(raw)), locale=_locale())
    if kind in ("date", "datetime", "birthday"):
        return _day(str(raw))
    return _("“%(text)s”") % {"text": raw}


def _day(raw: str) -> str:
    if raw in NAMED:
        return str(NAMED[raw])
    if offset := periods.read_offset(raw):
        return _distance(offset)
    if day := periods.read_day(raw):
        return formats.date_format(day, "SHORT_DATE_FORMAT")
    if day := periods.read_day(f"2000-{raw}"):
        return formats.date_format(day, "MONTH_DAY_FORMAT")
    return raw[:16].replace("T", " ")


def _distance(offset: periods.Offset) -> str:
    count = offset.count
    many = {
        "d": ngettext("%(count)d day", "%(count)d days", count),
        "w": ngettext("%(count)d week", "%(count)d weeks", count),
        "m": ngettext("%(count)d month", "%(count)d months", count),
        "y": ngettext("%(count)d year", "%(count)d years", count),
    }[offset.unit] % {"count": count}
    return (_("%(distance)s ago") if offset.sign < 0 else _("%(distance)s from now")) % {"distance": many}


def _locale() -> str:
    return (get_language() or "es").replace("-", "_").split("_")[0]
