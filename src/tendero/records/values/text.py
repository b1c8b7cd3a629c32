"""Values as people type them, in forms, in cells of a list and in spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel import text as kernel_text
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records.fields import Field, Kind
from tendero.records.values import lookup
from tendero.records.values.checking import checked
from tendero.records.values.money import currency_named

_SEVERAL: Final = re.compile(r"\s*[;\n|]\s*")
_CURRENCY: Final = re.compile(
    r"^(?P<before>[^\d\s+\-.,()]{1,6})?\s*(?P<number>[+\-(]?[\d.,\s']*\d[)\-]?)\s*(?P<after>[^\d\s]{1,6})?$"
)
_SPACES: Final = re.compile(r"[\s'\u00a0\u202f]+")
_NUMERIC_DAY: Final = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$")
_ISO_DAY: Final = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$|^((?:19|20)\d\d)([01]\d)([0-3]\d)$")
_WORD_DAY: Final = re.compile(r"^(\d{1,2})(?: de)? ([a-z]{3,10})\.?(?:(?: de| del)? (\d{4}|\d{2}))?$")
_HOUR: Final = re.compile(r"^(.*?)[,T ]+(\d{1,2})[:.h](\d{2})(?::\d{2})?(?:\s*h)?$")
_YES: Final = frozenset({"si", "yes", "true", "verdadero", "1", "x", "s", "y", "v", "✓"})
_NO: Final = frozenset({"no", "false", "falso", "0", "n", "f", "✗", "-"})
_NEAR: Final = {"hoy": 0, "today": 0, "manana": 1, "tomorrow": 1, "ayer": -1, "yesterday": -1}
_MONTHS: Final = (
    ("ene", "jan"), ("feb",), ("mar",), ("abr", "apr"), ("may",), ("jun",), ("jul",), ("ago", "aug"),
    ("sep", "set"), ("oct",), ("nov",), ("dic", "dec"),
)  # fmt: skip


def from_text(field: Field, text: str, actor: Actor) -> Any:
    """The value behind what somebody typed, checked against its field. ValidationError tells how to write it.

    Several values stand on lines of their own or between semicolons. Money without a currency gives a Decimal: it is
    in the currency of its row.
    """
    text = text.strip()
    if not text:
        return checked(field, None)
    if field.kind is Kind.LIST:
        return checked(field, [_group(field, part, actor) for part in several(text)])
    if field.many or field.kind is Kind.CHOICES:
        return checked(field, [_single(field, part, actor) for part in several(text)])
    return checked(field, _single(field, text, actor))


def several(text: str) -> list[str]:
    """The values of a text that holds several: on lines of their own, between semicolons or bars."""
    return [part for part in _SEVERAL.split(text) if part]


def _group(field: Field, text: str, actor: Actor) -> dict[str, Any]:
    """A repeated group typed as text is its first field: an e-mail address without its label."""
    if not field.item:
        raise ValidationError(_("This cannot be typed here; change it on its own page."), code="type")
    first = field.item[0]
    return {first.name: from_text(first, text, actor)}


def _single(field: Field, text: str, actor: Actor) -> Any:
    if field.is_relation:
        return lookup.by_name(field, text, actor)
    if field.choices is not None:
        return choice(field, text, actor)
    read = _READERS.get(field.kind)
    return read(text, actor) if read else text


def choice(field: Field, text: str, actor: Actor) -> str:
    """The stored value of an option called so, in the actor's language or either of the house's."""
    wanted = kernel_text.fold(text)
    pairs = list(field.choices()) if field.choices else []
    for stored, _label in pairs:
        if str(stored) == text or kernel_text.fold(str(stored)) == wanted:
            return str(stored)
    for language in dict.fromkeys([actor.language, "es", "en"]):
        with translation.override(language):
            for stored, label in pairs:
                if kernel_text.fold(str(label)) == wanted:
                    return str(stored)
    shown = ", ".join(str(label) for _stored, label in pairs[:8])
    raise ValidationError(
        _("“%(value)s” is not one of the options: %(options)s."),
        code="choice",
        params={"value": text[:80], "options": shown},
    )


def number(text: str, actor: Actor) -> Decimal:
    """``1.234,56`` or ``1234.56``: the last of two separators is the decimal one; a lone one by the language."""
    return number_in(text, "." if actor.language.startswith("en") else ",")


def number_in(text: str, usual: str) -> Decimal:
    """As `number`, a lone separator being what is `usual` there; ``(12)`` and ``12-`` are below zero."""
    bare = _SPACES.sub("", text)
    negative = (bare.startswith("(") and bare.endswith(")")) or bare.endswith("-")
    bare = bare.strip("()").rstrip("%-")
    decimal = _decimal_mark(bare, usual)
    plain = bare.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    try:
        found = Decimal(plain) if re.fullmatch(r"[+-]?\d{0,15}(\.\d{0,10})?", plain) else None
    except InvalidOperation:
        found = None
    if found is None:
        raise ValidationError(_("“%(value)s” is not a number."), code="number", params={"value": text[:40]})
    return -found if negative else found


def _decimal_mark(bare: str, usual: str) -> str:
    comma, point = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    if comma < 0 and point < 0:
        return usual
    mark = "," if comma >= 0 else "."
    groups = re.fullmatch(rf"[+-]?\d{{1,3}}(\{mark}\d{{3}})+", bare) is not None
    thousands = groups and (mark != usual or bare.count(mark) > 1)
    return ("," if mark == "." else ".") if thousands else mark


def money(text: str, actor: Actor) -> Any:
    """``1.234,56 €``, ``USD 20``: Money; a bare number or ``$ 20`` is in the currency of the row: Decimal."""
    return money_in(text, "." if actor.language.startswith("en") else ",")


def money_in(text: str, usual: str) -> Money | Decimal:
    """As `money`, a lone separator being what is `usual` there."""
    match = _CURRENCY.match(text)
    if match is None:
        raise ValidationError(_("“%(value)s” is not an amount."), code="money", params={"value": text[:40]})
    amount = number_in(match["number"], usual)
    named = (match["before"] or match["after"] or "").strip()
    currency = currency_named(named) if named else None
    if named and currency is None and named != "$":
        raise ValidationError(
            _("“%(value)s” is not a currency. Write €, or a code such as USD."), params={"value": named}
        )
    return Money(amount, currency) if currency else amount


def day(text: str, actor: Actor) -> date:
    """``12/3/2026`` (day first), ``2026-03-12``, ``12 de marzo``, ``hoy``; without a year, this one."""
    today = clock.today(actor.time_zone)
    bare = kernel_text.fold(text)
    if bare in _NEAR:
        return today + timedelta(days=_NEAR[bare])
    try:
        found = _day_parts(bare, today.year)
        if found:
            return date(*found)
    except ValueError:
        pass
    raise ValidationError(
        _("“%(value)s” is not a date. Write it as 12/3/2026."), code="date", params={"value": text[:40]}
    )


def _day_parts(bare: str, this_year: int) -> tuple[int, int, int] | None:
    if match := _ISO_DAY.match(bare):
        told = [int(part) for part in match.groups() if part]
        return told[0], told[1], told[2]
    if match := _NUMERIC_DAY.match(bare):
        return _year(match[3], this_year), int(match[2]), int(match[1])
    if (match := _WORD_DAY.match(bare)) and (month := _month(match[2])):
        return _year(match[3], this_year), month, int(match[1])
    return None


def _year(text: str | None, this_year: int) -> int:
    """Two digits are of this century up to twenty years from now, else of the last."""
    if not text:
        return this_year
    if len(text) == 4:
        return int(text)
    near = this_year // 100 * 100 + int(text)
    return near if near <= this_year + 20 else near - 100


def _month(word: str) -> int | None:
    return next((at for at, names in enumerate(_MONTHS, 1) if word.startswith(names)), None)


def moment(text: str, actor: Actor) -> datetime:
    """A day and an hour in the actor's zone: ``12/3/2026 9:45``; midnight without an hour."""
    zone = ZoneInfo(actor.time_zone)
    try:
        exact = datetime.fromisoformat(text)
        return exact if exact.tzinfo else exact.replace(tzinfo=zone)
    except ValueError:
        pass
    match = _HOUR.match(text)
    if match is None:
        return datetime.combine(day(text, actor), time(), zone)
    try:
        hour = time(int(match[2]), int(match[3]))
    except ValueError as error:
        raise ValidationError(_("“%(value)s” is not an hour."), code="hour", params={"value": text[:40]}) from error
    return datetime.combine(day(match[1], actor), hour, zone)


def birthday(text: str, actor: Actor) -> str:
    """``12/3``, ``12 de marzo de 1984``: ISO 8601, with ``--`` for an unknown year."""
    bare = kernel_text.fold(text)
    if re.fullmatch(r"--\d{2}-?\d{2}", bare):
        bare = f"{bare[-2:]}/{bare[2:4]}"
    unknown = 2000  # a leap year: 29 February is a birthday
    try:
        found = _day_parts(bare, unknown)
        if found:
            date(*found)
    except ValueError:
        found = None
    if not found:
        raise ValidationError(
            _("“%(value)s” is not a birthday. Write it as 12/3 or 12/3/1984."), params={"value": text[:40]}
        )
    year, month, of_month = found
    has_year = bool(re.search(r"\d{4}|[/.\- ]\d{1,2}[/.\- ]\d{2}$", bare))
    return f"{_past(year)}-{month:02d}-{of_month:02d}" if has_year else f"--{month:02d}-{of_month:02d}"


def _past(year: int) -> int:
    return year - 100 if year > clock.today().year else year


def flag(text: str, actor: Actor) -> bool:
    """``sí``, ``no``, ``x``, ``1``."""
    bare = kernel_text.fold(text)
    if bare in _YES or bare in _NO:
        return bare in _YES
    raise ValidationError(_("“%(value)s” is neither yes nor no."), code="bool", params={"value": text[:40]})


_READERS: Final[dict[Kind, Callable[[str, Actor], Any]]] = {
    Kind.NUMBER: number,
    Kind.MONEY: money,
    Kind.DATE: day,
    Kind.DATETIME: moment,
    Kind.BIRTHDAY: birthday,
    Kind.BOOL: flag,
}
