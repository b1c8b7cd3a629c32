"""Which of several values a contact keeps when it absorbs others: the chosen one, its own, or the first that there is.

`docs/rules/merge.md` tells it with the example of its test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Unit:
    """Columns that are chosen together, a surname never without its name. `fields` are the record's fields they make.

    `tells` are the columns of which one must say something; the others follow (the country of a tax id).
    """

    key: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    tells: tuple[str, ...] = ()

    def blank(self, row: Mapping[str, Any]) -> bool:
        """Whether the row says nothing here."""
        return not any(row[name] for name in self.tells or self.columns)


_NAMES: Final = ("name", "first_name", "last_name", "second_last_name")
UNITS: Final = (
    Unit("kind", ("kind",), ("kind",)),
    Unit("name", _NAMES, _NAMES, ("name",)),
    Unit("legal_name", ("legal_name",), ("legal_name",)),
    Unit("tax_id", ("tax_id", "tax_country"), ("tax_id", "tax_country"), ("tax_id",)),
    Unit("birthday", ("birthday_key", "birth_year"), ("birthday",), ("birthday_key",)),
    Unit("owner", ("owner_id",), ("owner",)),
    Unit("source", ("source_id", "source_detail"), ("source", "source_detail")),
    Unit("referred_by", ("referred_by_id",), ("referred_by",)),
    Unit("values_first", ("values_first", "values_second"), ("values_first", "values_second")),
    Unit("language", ("language",), ("language",)),
    Unit("website", ("website",), ("website",)),
    Unit("photo", ("photo_id",), ("photo",)),
)
MAIN: Final = ("phone", "email", "address")
"""Of which list the chosen one's first stands first afterwards; all of them stay."""
_BEHIND_MAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "phone": ("phone", "phones"),
    "email": ("email", "emails"),
    "address": ("addresses", "street", "city"),
}


def fields_behind(key: str) -> Sequence[str]:
    """The record's fields of which a choice decides; an own field stands for itself."""
    unit = next((unit for unit in UNITS if unit.key == key), None)
    return unit.fields if unit is not None else _BEHIND_MAIN.get(key, (key,))


def giver(kept: int, blank: Mapping[int, bool], chosen: int | None = None) -> int:
    """Whose value survives: of whom was chosen, else the kept one's, else of the first other who has any.

    `blank` says of each, the kept one first, whether it says nothing; keys are whatever tells them apart.
    """
    if chosen is not None:
        return chosen
    if not blank[kept]:
        return kept
    return next((key for key, nothing in blank.items() if not nothing), kept)


def settled(
    rows: Mapping[int, Mapping[str, Any]], chosen: Mapping[str, int], *, units: Sequence[Unit] = UNITS
) -> dict[str, Any]:
    """The columns of the kept contact, the first of `rows`, that become something else.

    Nobody is referred by himself: a referrer who is one of them counts as none.
    """
    kept = next(iter(rows))
    found: dict[str, Any] = {}
    for unit in units:
        told = {key: _known(row, set(rows)) for key, row in rows.items()}
        source = giver(kept, {key: unit.blank(row) for key, row in told.items()}, chosen.get(unit.key))
        found |= {name: told[source][name] for name in unit.columns}
    if found["kind"] == "organisation":
        found |= {"first_name": "", "last_name": "", "second_last_name": ""}
    return {name: value for name, value in found.items() if value != rows[kept][name]}


def _known(row: Mapping[str, Any], group: set[int]) -> Mapping[str, Any]:
    return {**row, "referred_by_id": None} if row["referred_by_id"] in group else row
