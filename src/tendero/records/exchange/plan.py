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


@dataclass(frozen=True, slots=True)
class Plan:
    """One import's decisions.

    `columns` gives each column of the file its target, "" for none. `match` names the kinds of keys by which a row is
    found to exist already (None: all the record knows). `binned` says what happens to a match that lies in the bin.
    `owner` is a user's reference; `basis` and `proof` what a yes in a consent column rests upon; `country` the ISO
    code for telephones and tax ids without one, `currency` that of amounts without one ("" for the company's).
    `answers` are those to the questions of a dry run, by their keys (`importers.Asking`).
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

    def to_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON, without the columns (an import keeps those beside)."""
        values = asdict(self)
        values.pop("columns")
        return values

    @classmethod
    def from_dict(cls, options: dict[str, Any], columns: list[str] | tuple[str, ...] = ()) -> Plan:
        """The inverse of `to_dict`; what is not among the choices falls back to the default."""
        known = {item.name for item in fields(cls)} - {"columns"}
        kept = {name: value for name, value in options.items() if name in known and value is not None}
        for name in ("match", "tags"):
            if name in kept:
                kept[name] = tuple(str(item) for item in kept[name])
        answers = kept.pop("answers", None)
        if isinstance(answers, Mapping):
            kept["answers"] = {str(key): str(text) for key, text in answers.items()}
        for name, choices in (("policy", POLICIES), ("binned", BINNED), ("basis", BASES)):
            if kept.get(name) not in choices:
                kept.pop(name, None)
        return cls(columns=tuple(columns), **kept)


@dataclass(frozen=True, slots=True)
class Formats:
    """How the file writes numbers and dates: `decimal` "," or "."; `dates` "dmy", "mdy" or "ymd"."""

    decimal: str = ","
    dates: str = "dmy"


@dataclass(slots=True)
class Outcome:
    """What became, or would become, of one row. `reason` is a sentence for people, empty when there is none."""

    number: int
    result: str
    record_id: int | None = None
    reason: str = ""
    title: str = ""
    details: list[str] = field(default_factory=list)
