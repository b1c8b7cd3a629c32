"""How figures are drawn: the chart by month, and periods in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _

from tendero.insight.queries.summary import Month
from tendero.insight.rules.periods import Period, Span
from tendero.insight.rules.scale import height, top_of
from tendero.ui import words

WIDE: Final = 720
_LEFT: Final = 84
_HIGH: Final = 176
_TOP: Final = 12
_STEP: Final = 53
_BAR: Final = 22


@dataclass(frozen=True)
class Bar:
    """One bar: left edge, top, height, what it says, where it leads."""

    x: int
    y: int
    height: int
    told: str
    url: str
    hit: int


@dataclass(frozen=True)
class Pair:
    """A month of the chart with its two bars, and of the table behind it."""

    now: Bar
    before: Bar
    middle: int
    left: int
    letter: str
    name: str
    month: Month


@dataclass(frozen=True)
class Line:
    """A line across, with its amount."""

    y: int
    text: str


@dataclass(frozen=True)
class Chart:
    """Twelve months beside those of the year before."""

    pairs: Sequence[Pair]
    lines: Sequence[Line]
    now: str
    before: str
    step: int = _STEP
    bar: int = _BAR
    base: int = _TOP + _HIGH
    left: int = _LEFT
    wide: int = WIDE


def chart(months: Sequence[Month], currency: str) -> Chart:
    """The bars, the highest of both years nearly the full height."""
    top = top_of(max(max(month.now, month.before) for month in months))
    pairs = [_pair(place, month, top, currency) for place, month in enumerate(months)]
    parts = (Decimal(0), top / 2, top) if top else (Decimal(0),)
    lines = [Line(_TOP + _HIGH - height(part, top, _HIGH), _short(part, top, currency)) for part in parts]
    first, last = months[0].start, months[-1].start
    now = f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    before = f"{first.year - 1}" if first.year == last.year else f"{first.year - 1}–{last.year - 1}"
    return Chart(pairs, lines, now, before)


def _short(amount: Decimal, top: Decimal, currency: str) -> str:
    """An amount beside a line: in thousands or millions where the chart is that high."""
    symbol = get_currency_symbol(currency, locale=words.locale())
    for size, text in ((1_000_000, _("%(number)s million %(symbol)s")), (1_000, _("%(number)s thousand %(symbol)s"))):
        if top >= 2 * size and amount:
            return text % {"number": words.number(amount / size), "symbol": symbol}
    return words.amount(amount, currency, whole=True)


def _pair(place: int, month: Month, top: Decimal, currency: str) -> Pair:
    left = _LEFT + place * _STEP + 3
    name = format_date(month.start, "LLLL", locale=words.locale())
    earlier = month.start.replace(year=month.start.year - 1)
    before = _bar(left, month.before, top, _told(earlier, month.before, currency), month.before_url)
    now = _bar(left + _BAR + 2, month.now, top, _told(month.start, month.now, currency), month.url)
    return Pair(now, before, left + _BAR + 1, left, name[:1].upper(), name, month)


def _bar(left: int, amount: Decimal, top: Decimal, told: str, url: str) -> Bar:
    high = height(amount, top, _HIGH)
    return Bar(left, _TOP + _HIGH - high, high, told, url, left - 1)


def _told(month: dt.date, amount: Decimal, currency: str) -> str:
    name = format_date(month, "LLLL y", locale=words.locale())
    return f"{name}: {words.amount(amount, currency)}"


def name_of(period: Period) -> str:
    """A period in words: «noviembre de 2026», «4.º trimestre de 2026», «2026», «Los últimos 12 meses»."""
    if period.span is Span.TWELVE:
        return _("The last 12 months")
    if period.span is Span.YEAR:
        return f"{period.start.year}"
    if period.span is Span.QUARTER:
        told = {"quarter": (period.start.month + 2) // 3, "year": period.start.year}
        return _("Quarter %(quarter)s of %(year)s") % told
    month = format_date(period.start, "LLLL", locale=words.locale())
    return _("%(month)s %(year)s") % {"month": month, "year": period.start.year}


def choices(offered: Sequence[Period]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Those to choose from, in groups."""
    labels = {Span.TWELVE: "", Span.YEAR: _("Years"), Span.QUARTER: _("Quarters"), Span.MONTH: _("Months")}
    return [
        (label, [{"key": one.key, "name": name_of(one)} for one in offered if one.span is span])
        for span, label in labels.items()
    ]
