"""Reading the value of a test: from JSON to a typed value, and back to its canonical JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tendero.kernel import refs, text
from tendero.records.filters import operators as ops
from tendero.records.filters import periods
from tendero.records.filters.errors import FilterError, inside
from tendero.records.filters.schema import FieldLike

LONGEST_TEXT: Final = 300
LONGEST_LIST: Final = 500
_LARGEST: Final = Decimal(10) ** 14
_STEP: Final = Decimal("0.0001")
_TRUE_ON_ITS_OWN: Final = frozenset({"is_me", "empty", "not_empty"})


@dataclass(frozen=True, slots=True)
class MoneyValue:
    """An amount to compare with; without a currency, of whichever."""

    amount: Decimal
    currency: str | None = None


Reader = Callable[[FieldLike, Any, str], tuple[Any, Any]]


def read(field: FieldLike, op: str, value: Any, path: str) -> tuple[Any, Any]:
    """The typed value and its canonical JSON for one test; `path` is where the test stands.

    Operators without a value give ``(None, None)``, lists give tuples. FilterError if it does not fit.
    """
    where = inside(path, "value")
    if op in _TRUE_ON_ITS_OWN:
        if value not in (None, True):
            raise FilterError(where, _("This operator takes no value."))
        return None, None
    if op == "within":
        return _offset(value, where)
    reader = _READERS[field.kind]
    if op in ("in", "not_in"):
        return _several(field, reader, value, where)
    if op == "between":
        return _pair(field, reader, value, where)
    return reader(field, value, where)


def decimal(value: Any, where: str) -> Decimal:
    """An exact number of at most four decimals. FilterError otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)) or len(str(value)) > 40:
        raise FilterError(where, _("A number is expected here."))
    try:
        exact = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise FilterError(where, _("A number is expected here.")) from error
    if not exact.is_finite() or abs(exact) >= _LARGEST:
        raise FilterError(where, _("That number is too large."))
    if exact != exact.quantize(_STEP):
        raise FilterError(where, _("Four decimals at most."))
    return exact


def plain(number: Decimal) -> int | str:
    """A number as canonical JSON: an int where it is whole, else its shortest text."""
    return int(number) if number == number.to_integral_value() else f"{number.normalize():f}"


def comparable(field: FieldLike, value: str) -> str:
    """Text as the field's column is compared: digits of a telephone, folded where the column is, else without A-Z."""
    if field.kind == "phone":
        return "".join(letter for letter in value if letter in "0123456789")
    return text.fold(value) if field.folded else ascii_lower(value)


def ascii_lower(value: str) -> str:
    """Capitals A-Z made small and nothing else: what both engines can do alike."""
    return value.translate(_LOWER)


_LOWER: Final = {capital: capital + 32 for capital in range(65, 91)}


def clean_text(value: Any, where: str) -> str:
    """A text that both engines can store. FilterError if it is none, empty or too long."""
    if not isinstance(value, str):
        raise FilterError(where, _("A text is expected here."))
    if len(value) > LONGEST_TEXT:
        raise FilterError(where, _("That text is too long."))
    if not value.strip() or "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise FilterError(where, _("Write what to look for."))
    return value


def _text(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    raw = clean_text(value, where)
    wanted = comparable(field, raw)
    if not wanted:
        raise FilterError(where, _("Write what to look for."))
    return wanted, raw


def _number(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    exact = decimal(value, where)
    return exact, plain(exact)


def _money(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    if not isinstance(value, dict):
        exact = decimal(value, where)
        return MoneyValue(exact), plain(exact)
    if unknown := sorted(set(value) - {"amount", "currency"}):
        raise FilterError(inside(where, unknown[0]), _("Nothing of that name belongs here."))
    exact = decimal(value.get("amount"), inside(where, "amount"))
    currency = value.get("currency")
    if not isinstance(currency, str) or not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise FilterError(inside(where, "currency"), _("A currency is three capitals, such as EUR."))
    return MoneyValue(exact, currency), {"amount": plain(exact), "currency": currency}


def _day(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    if isinstance(value, str) and periods.is_period(value):
        return value, value
    if field.kind == "datetime" and isinstance(value, str) and (moment := _moment(value)):
        return moment, moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise FilterError(where, _("A date is expected here: 2026-01-31, -90d, this_month…"))


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo and 1000 <= moment.year <= 9000 else None


def _birthday(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    if isinstance(value, str) and periods.is_period(value):
        return value, value
    if isinstance(value, str) and periods.read_day(f"2000-{value}"):  # 2000 is a leap year: 02-29 is a birthday
        return f"2000-{value}", value
    raise FilterError(where, _("A birthday is a month and a day, such as 11-24, or a period, such as this_month."))


def _bool(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    if not isinstance(value, bool):
        raise FilterError(where, _("Yes or no is expected here: true or false."))
    return value, value


def _choice(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        for known, _label in field.choices() if field.choices else ():
            if str(known) == str(value):
                return known, known
    raise FilterError(where, _("That is not one of the options."))


def _reference(field: FieldLike, value: Any, where: str) -> tuple[Any, Any]:
    if not refs.is_ref(value):
        raise FilterError(where, _("The reference of a record is expected here."))
    return value, value


def _offset(value: Any, where: str) -> tuple[Any, Any]:
    found = periods.read_offset(value) if isinstance(value, str) else None
    if not found:
        raise FilterError(where, _("A distance is expected here: 7d, -90d, 3m…"))
    return found, str(found)


def _several(field: FieldLike, reader: Reader, value: Any, where: str) -> tuple[Any, Any]:
    if not isinstance(value, list) or not value:
        raise FilterError(where, _("A list is expected here."))
    if len(value) > LONGEST_LIST:
        message = ngettext_lazy("%(count)d value at most.", "%(count)d values at most.", LONGEST_LIST)
        raise FilterError(where, message % {"count": LONGEST_LIST})
    pairs = [reader(field, item, inside(where, index)) for index, item in enumerate(value)]
    return tuple(typed for typed, _raw in pairs), [raw for _typed, raw in pairs]


def _pair(field: FieldLike, reader: Reader, value: Any, where: str) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise FilterError(where, _("Two values are expected here: from and to."))
    (low, raw_low), (high, raw_high) = (reader(field, item, inside(where, at)) for at, item in enumerate(value))
    if isinstance(low, MoneyValue) and low.currency != high.currency:
        raise FilterError(inside(where, 1), _("Both amounts must be in the same currency."))
    return (low, high), [raw_low, raw_high]


_READERS: Final[dict[str, Reader]] = {
    **dict.fromkeys(ops.TEXTS, _text),
    **dict.fromkeys(ops.DAYS, _day),
    **dict.fromkeys(ops.CHOICES, _choice),
    **dict.fromkeys(ops.REFERENCES, _reference),
    "number": _number,
    "elapsed": _number,
    "money": _money,
    "birthday": _birthday,
    "bool": _bool,
}
