"""From rows to drafts: the readers of the columns are chosen once for the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing import own_files
from tendero.directory.actions.importing.columns import Settings, reader_of
from tendero.directory.actions.importing.draft import Draft, problem_text
from tendero.directory.actions.importing.finishing import finish
from tendero.directory.rules import damage
from tendero.kernel import refs
from tendero.kernel.actor import Actor
from tendero.records.exchange.formulas import unshield
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading.cells import MARK, content
from tendero.records.sight import all_words

_MARKED: Final = ("'", MARK)
_EMPTY: Final = frozenset(["", "-", "--", "—", "null", "NULL", "n/a", "N/A", "#N/A", "(en blanco)", "none", "None"])
_NOTHING: Final = frozenset([""])


class RowReader:
    """Reads rows under one plan."""

    def __init__(self, plan: Plan, formats: Formats, *, country: str, today: date, by: Actor) -> None:
        """`country` is the company's, for what names none; `by` says which fields of ours may be brought."""
        own = "id" in plan.columns
        self.settings = Settings(
            plan.country or country, plan.repair, today, formats.dates, own, frozenset(plan.columns),
            plan.unsure, plan.settled,
        )  # fmt: skip
        columns = _with_whole_names(plan.columns)
        self.ref_column = columns.index("id") if own else None
        told = own_files.readers(columns, by=by, own=own)
        self.readers = [
            (index, told.get(key) or reader_of(key, self.settings, whole=str(index) in plan.whole))
            for index, key in enumerate(columns)
            if (key and not key.startswith("custom.")) or key in told
        ]
        self.formats, self.typed = formats, own_files.typed_columns(columns)

    def read(self, row: StagedRow) -> Draft:
        """What the row says; `problem` is set when it cannot become anybody."""
        draft = Draft(row.number)
        if row.problem:
            draft.problem = problem_text(row.problem)
            return draft
        cells = row.cells
        if self.ref_column is not None and refs.is_ref(content(cells[self.ref_column]).strip()):
            draft.exact = True
        empty, unseen = _NOTHING if draft.exact else _EMPTY, all_words()  # a name out of sight is nobody's
        for index, reader in self.readers:
            if cell := cells[index]:
                if cell[0] in _MARKED:
                    cell = unshield(content(cell))
                if (text := cell.strip()) not in empty and text.lower() not in unseen:
                    if text[0] == "#" and not draft.exact and damage.is_error(text):
                        draft.remarks.append(_("«%(text)s» is an error of the spreadsheet: left out.") % {"text": text})
                        continue
                    reader(draft, text)
        for index, key, field in self.typed:
            if content(cells[index]).strip().lower() not in unseen:
                own_files.own_field(draft, key, field, cells[index], self.formats)
        finish(draft, self.settings)
        return draft


def _with_whole_names(columns: Sequence[str]) -> list[str]:
    """«Nombre» without a column for surnames holds the whole name."""
    if "first_name" in columns and not {"last_name", "second_last_name", "name"} & set(columns):
        return ["name" if key == "first_name" else key for key in columns]
    return list(columns)
