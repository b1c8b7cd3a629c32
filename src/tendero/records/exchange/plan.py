"""What an import was told to do: where columns go, how matches are treated, what new rows get. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, Literal

Policy = Literal["fill", "update", "skip", "add"]
Binned = Literal["restore", "skip", "add"]
POLICIES: Final[tuple[Policy, ...]] = ("fill", "update", "skip", "add")
BINNED: Final[tuple[Binned, ...]] = ("restore", "skip", "add")
BASES: Final = ("none", "purchase", "other", "consent")


_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "policy": POLICIES,
    "binned": BINNED,
    "basis": BASES,
    "unsure": ("", "person", "organisation"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One import's decisions.

    `columns` gives each column of the file its target, "" for none. `match` names the kinds of keys by which a row is
    found to exist already (None: all the record knows). `binned` says what happens to a match that lies in the bin.
    `owner` is a user's reference; `basis` and `proof` what a yes in a consent column rests upon; `country` the ISO
    code for telephones and tax ids without one, `currency` that of amounts without one ("" for the company's).
    `answers` are those to the questions of a dry run, by their keys (`importers.Choosing`).
    `whole` are the columns, by number, whose cells are not split; `unsure` is the kind ("" for the likelier) of those
    who could be a person or a company, and `settled` that of single names, folded, whatever else is told of them.
    """

    columns: tuple[str, ...] = ()
    match: tuple[str, ...] | None = None
    policy: Policy = "fill"
    binned: Binned = "restore"
    owner: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    basis: str = "none"
    proof: str = ""
    country: str = ""
    currency: str = ""
    repair: bool = True
    answers: Mapping[str, str] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    unsure: str = ""
    settled: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON, without the columns (an import keeps those beside)."""
        values = asdict(self)
        values.pop("columns")
        return values

    @classmethod
    def from_dict(cls, options: dict[str, Any], columns: list[str] | tuple[str, ...] = ()) -> Plan:
        """The inverse of `to_dict`; what is not among the choices falls back to the default."""
        known = {item.name for item in fields(cls)} - {"columns"}
        options = _without_nul(options)
        kept = {name: value for name, value in options.items() if name in known and value is not None}
        for name in ("match", "tags", "whole"):
            if name in kept:
                kept[name] = tuple(str(item) for item in kept[name])
        answers = kept.pop("answers", None)
        if isinstance(answers, Mapping):
            kept["answers"] = {str(key): str(text) for key, text in answers.items()}
        for name, choices in _CHOICES.items():
            if kept.get(name) not in choices:
                kept.pop(name, None)
        kept["settled"] = {str(name): kind for name, kind in dict(kept.get("settled", {})).items()}
        return cls(columns=tuple(columns), **kept)


def _without_nul(value: Any) -> Any:
    """Without the one sign that no database keeps in a text, however deep it stands."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, Mapping):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return [_without_nul(one) for one in value] if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Formats:
    """How the file writes numbers and dates: `decimal` "," or "."; `dates` "dmy", "mdy" or "ymd"."""

    decimal: str = ","
    dates: str = "dmy"


@dataclass(frozen=True, slots=True)
class Question:
    """A row that would be new and may be somebody who is there, or an earlier row: whoever imports should say.

    `mark` is made of what the row says, so that the same row of another file is known again; so is `other_mark`. The
    other is the record `other_id` or, with 0 there, the row `other_number`.
    """

    number: int
    mark: int
    other_id: int = 0
    other_number: int = 0
    other_mark: int = 0
    likeness: int = 0


@dataclass(slots=True)
class Outcome:
    """What became, or would become, of one row. `reason` is a sentence for people, empty when there is none.

    Of a row that repeats an earlier one, a dry run says which (`joins`) and what it says otherwise (`differs`).
    """

    number: int
    result: str
    record_id: int | None = None
    reason: str = ""
    title: str = ""
    details: list[str] = field(default_factory=list)
    joins: int | None = None
    differs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about a row: "same" or "two", as whom, and into which record that other row went."""

    answer: str
    other_id: int = 0
    other_mark: int = 0
    became_id: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two that are put side by side; `mark` is "same", "near", "other" or "" where one says nothing."""

    label: str
    left: str
    right: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """A row beside whom it may be: titles, the other's address (empty for a row), lines, and reasons in words."""

    left: str
    right: str
    url: str = ""
    lines: tuple[Line, ...] = ()
    reasons: tuple[str, ...] = ()
