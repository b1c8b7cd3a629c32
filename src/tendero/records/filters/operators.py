"""The closed list of operators, and which kinds of field know which."""

from __future__ import annotations

from typing import Final

NEGATIONS: Final = {"ne": "eq", "not_in": "in", "not_contains": "contains", "empty": "not_empty"}
"""Each is the exact opposite of its positive twin: what one takes, the other leaves."""

POSITIVE: Final = (
    "eq", "in", "contains", "starts", "gt", "gte", "lt", "lte", "between", "within", "is_me", "not_empty",
)  # fmt: skip
WITHOUT_VALUE: Final = frozenset({"empty", "not_empty", "is_me"})

_EMPTY = ("empty", "not_empty")
_SAME = ("eq", "ne", "in", "not_in")
_TEXT = ("contains", "not_contains", "starts", *_SAME, *_EMPTY)
_ORDER = ("gt", "gte", "lt", "lte", "between")

OPERATORS: Final[dict[str, tuple[str, ...]]] = {
    "text": _TEXT,
    "long_text": ("contains", "not_contains", *_EMPTY),
    "email": _TEXT,
    "url": _TEXT,
    "phone": ("contains", "not_contains", *_SAME, *_EMPTY),
    "number": (*_SAME, *_ORDER, *_EMPTY),
    "money": ("eq", "ne", *_ORDER, *_EMPTY),
    "date": ("eq", "ne", *_ORDER, "within", *_EMPTY),
    "datetime": ("eq", "ne", *_ORDER, "within", *_EMPTY),
    "elapsed": (*_ORDER, *_SAME, *_EMPTY),
    "birthday": ("within", "eq", "ne", *_EMPTY),
    "bool": ("eq", "ne", *_EMPTY),
    "choice": (*_SAME, *_EMPTY),
    "choices": (*_SAME, *_EMPTY),
    "user": ("is_me", *_SAME, *_EMPTY),
    "party": (*_SAME, *_EMPTY),
    "record": (*_SAME, *_EMPTY),
}
"""By kind of field, in the order a menu shows them; the first is what a menu proposes."""

TEXTS: Final = frozenset({"text", "long_text", "email", "url", "phone"})
DAYS: Final = frozenset({"date", "datetime"})
CHOICES: Final = frozenset({"choice", "choices"})
REFERENCES: Final = frozenset({"user", "party", "record"})
MEASURES: Final = ("eq", "ne", *_ORDER)
"""What a count or a sum over related rows may be compared by."""


def twin(op: str) -> tuple[str, bool]:
    """The positive operator behind `op`, and whether `op` denies it."""
    return (NEGATIONS[op], True) if op in NEGATIONS else (op, False)
