"""The cells of one row as values of fields, each read when it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError

from tendero.kernel import refs
from tendero.kernel.actor import Actor
from tendero.records.exchange.formulas import unshield
from tendero.records.exchange.groups import rows_of
from tendero.records.exchange.plan import Formats
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading.cells import content
from tendero.records.exchange.titles import REF
from tendero.records.exchange.typed import plain
from tendero.records.fields import Field, Kind
from tendero.records.sight import says_so

_TITLES: Final = ("name", "title")


@dataclass
class RowValues:
    """What a row tells. `exact`: it bears a reference of ours; `blank` are the columns it leaves empty.

    `made` are rows of short lists that it names and were not there.
    """

    by: Actor
    formats: Formats
    fields: Mapping[str, Field]
    ref: str = ""
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        return refs.is_ref(self.ref)

    @property
    def title(self) -> str:
        """What the row calls itself."""
        return next((self.cells[name][1] for name in _TITLES if name in self.cells), "")[:200]

    def read_all(self) -> dict[str, Any]:
        """Every value. ValidationError tells of each one that cannot be read which field it is and how to mend it."""
        return self._read(self.cells)

    def read_differing(self, row: Any) -> dict[str, Any]:
        """Only the values of cells that do not say what our export would write of `row`."""
        from tendero.records.export.cells import Cells  # which writes what this package reads

        writer = Cells(self.by)
        return self._read(
            name for name, (_cell, text) in self.cells.items() if not _says(writer, self.fields[name], row, text)
        )

    def _read(self, names: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        errors: list[str] = []
        for name in names:
            try:
                found[name] = self._one(name)
            except ValidationError as problem:
                errors.extend(f"{self.fields[name].label}: {message}" for message in problem.messages)
        if errors:
            raise ValidationError(errors)
        return found

    def _one(self, name: str) -> Any:
        from tendero.records.values import from_text, lookup  # which read the registry

        where, (cell, text) = self.fields[name], self.cells[name]
        if name in self.made:
            return self.made[name]
        if ref := self.refs.get(name):
            try:
                return lookup.by_ref(where, ref, self.by)
            except ValidationError:  # of another database: the name may still say who it is
                return lookup.by_name(where, text, self.by)
        if where.kind is Kind.LIST and self.exact:
            return rows_of(where, text, self.by)
        if where.many and self.exact:
            from tendero.records.values import packing

            return [value for part in packing.unpack(text) if part for value in from_text(where, part, self.by)]
        return from_text(where, plain(where, cell, text, self.formats, own=self.exact), self.by)


def read(row: StagedRow, columns: Sequence[str], fields: Mapping[str, Field], formats: Formats, by: Actor) -> RowValues:
    """The row's cells by the names of fields; nothing is looked up yet."""
    told = RowValues(by, formats, fields)
    for cell, key in zip(row.cells, columns, strict=False):
        text = unshield(content(cell)).strip()
        name = key.removesuffix(REF)
        if key == "id":
            told.ref = text
        elif name in fields and not text:
            told.blank.add(key)
        elif name in fields and key.endswith(REF):
            told.refs[name] = text
        elif name in fields and not (fields[name].is_relation and says_so(text)):
            told.cells[name] = (cell, text)
    return told


def _says(writer: Any, where: Field, row: Any, text: str) -> bool:
    """Whether a cell says of the row what it holds already, in a CSV of either kind or in a workbook."""
    from tendero.records.export.cells import as_text

    written = writer.cell(where, row)
    if isinstance(written, datetime):
        return text.replace("T", " ") in {as_text(written, comma=True), written.isoformat(" ", "seconds")}
    if where.kind in (Kind.NUMBER, Kind.MONEY) and not isinstance(written, str):
        return text.replace(",", ".") in {as_text(written, comma=False), f"{written}"}
    return unshield(as_text(written, comma=True)).strip() == text
