"""A row of a table as one line of JSON that reads the same whichever engine it came from.

Values are those of the database, not of Python's models: money stays the scaled integer it is, exact. Moments are UTC
without an offset, decimals have all their places, a JSON value is a text of its own with its keys in order, so that
SQL's NULL and JSON's null stay two things.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import models

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?")
_LARGEST_EXACT: Final = 1e16
_PLAIN: Final = (models.CharField, models.TextField, models.IntegerField, models.AutoField)
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class UnknownKind(TypeError):
    """A column of a type that no copy knows yet."""


def kind_of(field: models.Field[Any, Any]) -> str:
    """How the column's values are written: "", "bool", "moment", "day", "time", "json" or "decimal:PLACES"."""
    if isinstance(field, models.ForeignKey):
        return kind_of(field.target_field)
    for known, kind in _KINDS:
        if isinstance(field, known):
            return kind
    if isinstance(field, models.DecimalField):
        return f"decimal:{field.decimal_places}"
    if isinstance(field, _PLAIN):
        return ""
    raise UnknownKind(f"{field}: {type(field).__name__}")


def writers(kinds: Sequence[str]) -> list[tuple[int, Callable[[Any], Any]]]:
    """What has to be done to which values of a row, as its engine gives them."""
    return [(index, _writer(kind)) for index, kind in enumerate(kinds) if kind]


def line(row: Sequence[Any], known: Sequence[tuple[int, Callable[[Any], Any]]]) -> bytes:
    """One row, its end included."""
    values = list(row)
    for index, write in known:
        if values[index] is not None:
            values[index] = write(values[index])
    return (_encode(values) + "\n").encode()


def read(text: bytes) -> list[Any]:
    """The row back, in values that either engine takes as they are. ValueError if it is no row."""
    values = json.loads(text)
    if not isinstance(values, list):
        raise ValueError("not a row")
    return values


def _writer(kind: str) -> Callable[[Any], Any]:
    if kind.startswith("decimal:"):
        step = Decimal(1).scaleb(-int(kind.partition(":")[2]))
        return lambda value: format(Decimal(str(value)).quantize(step), "f")
    return _WRITERS[kind]


def _moment(value: str | datetime) -> str:
    if isinstance(value, str):
        if _MOMENT.fullmatch(value):
            return value
        value = datetime.fromisoformat(value)
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return str(value)


def _json(value: Any) -> str:
    held = json.loads(value, parse_float=_number) if isinstance(value, (str, bytes)) else value
    return json.dumps(held, sort_keys=True)


def _number(text: str) -> float | int:
    """PostgreSQL writes large round numbers without an exponent and knows no negative nought."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) >= _LARGEST_EXACT else number or 0.0


_KINDS: Final[Sequence[tuple[type[Any], str]]] = (
    (models.JSONField, "json"),
    (models.BooleanField, "bool"),
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
    (models.TimeField, "time"),
)
_WRITERS: Final[dict[str, Callable[[Any], Any]]] = {
    "json": _json,
    "bool": bool,
    "moment": _moment,
    "day": str,
    "time": str,
}
