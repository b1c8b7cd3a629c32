"""Rows of the file that are nobody's: set aside by the reading, told with their reason, brought if a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from tendero.records.exchange.importers import Memory, Session
from tendero.records.exchange.plan import Outcome
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading import aside as rules
from tendero.records.exchange.reading.cells import content, shown


def why(code: str) -> str:
    """The reason in a sentence."""
    return {
        rules.TOTAL: _("A row of totals: it is not imported."),
        rules.SUMS: _("Only sums stand in this row: it is not imported."),
        rules.TITLES: _("The titles again, at the head of a page: not imported."),
        rules.PAGE: _("A line of the printed page: not imported."),
        rules.HIDDEN: _("A hidden row: left out, as you asked."),
    }[code]


def outcome(row: StagedRow) -> Outcome:
    """What became of a row set aside: left out, with the reason and its own words."""
    told = " · ".join(text for cell in row.cells if (text := shown(cell).strip()))
    return Outcome(row.number, "skipped", reason=why(row.problem), title=told[:120], details=["", "", ""])


def meant(rows: Sequence[StagedRow]) -> list[StagedRow]:
    """The rows that are somebody's."""
    return [row for row in rows if row.problem not in rules.ASIDE]


def prepare(session: Session, rows: Sequence[StagedRow]) -> list[Any]:
    """What the session makes of its rows, and in their places the outcomes of those set aside; each has a `number`."""
    prepared = [*session.prepare(meant(rows)), *(outcome(row) for row in rows if row.problem in rules.ASIDE)]
    return sorted(prepared, key=lambda one: int(one.number))


def foresee(session: Session, prepared: Sequence[Any]) -> list[Outcome]:
    """What would become of all of them, in their order."""
    return _together(prepared, session.foresee(_of_session(prepared)))


def write(session: Session, prepared: Sequence[Any], memory: Memory) -> list[Outcome]:
    """What became of all of them, in their order."""
    return _together(prepared, session.write(_of_session(prepared), memory))


def _of_session(prepared: Sequence[Any]) -> list[Any]:
    return [one for one in prepared if not isinstance(one, Outcome)]


def _together(prepared: Sequence[Any], outcomes: Sequence[Outcome]) -> list[Outcome]:
    aside = [one for one in prepared if isinstance(one, Outcome)]
    return sorted([*outcomes, *aside], key=lambda one: one.number) if aside else list(outcomes)


def totals(cells: Sequence[str]) -> list[str]:
    """The figures of a row of totals, as text."""
    return [content(cell).strip() for cell in cells]
