"""From rows of a file to drafts of lines: the readers of the columns are chosen once for the whole file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.rules.damage import serial_day
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money, to_scaled
from tendero.kernel.text import fold
from tendero.records.exchange.formulas import unshield
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading.cells import MARK, MOMENT, content, kind_of
from tendero.records.exchange.typed import day_first
from tendero.records.sight import says_so
from tendero.records.values.money import currency_named
from tendero.records.values.text import day, money_in
from tendero.sales.actions.importing.draft import Draft
from tendero.sales.actions.importing.targets import CUSTOMER, DAY, FIGURES, TEXTS
from tendero.sales.rules.told import LineAmounts, Told, line_of, out_of_range, turned

_EMPTY: Final = frozenset(["", "-", "--", "—", "null", "n/a", "#n/a", "none", "(en blanco)"])
_HOUR: Final = re.compile(r"^(.*?)[,T ]*\b(\d{1,2})[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?(?:\s*h)?$")
_RETURN: Final = frozenset("devolucion abono return refund credit rectificativa si yes true 1 x d r".split())
_SALE: Final = frozenset("venta factura ticket sale invoice albaran no false 0 v f t s".split())
Reader = Callable[[Draft, str, str], None]


def _names(text: str) -> bool:
    """Whether a cell says who bought."""
    return text.strip().lower() not in _EMPTY and not says_so(text)


@lru_cache(maxsize=32_768)
def _said(cell: str) -> str:
    """The words of a cell; "" where it says nothing, or only a dash."""
    if not cell:
        return ""
    text = (cell if cell[0] not in (MARK, "'") else unshield(content(cell))).strip()
    return text if len(text) > 11 or text.lower() not in _EMPTY else ""


@lru_cache(maxsize=32_768)
def _who(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Who bought, as these cells say it; empty where they say nobody."""
    if not any(_names(content(cell)) for cell in cells if cell):
        return ()
    return tuple(content(cell).strip() for cell in cells)


def _known_again(line: LineAmounts | None) -> str:
    """How much of something for how much: a part of what tells a line from others (`marks`)."""
    return "" if line is None else f"{line.quantity.normalize():f}\x1f{line.amount.normalize():f}"


def picked(places: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """What takes the cells at these places out of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[at] for at in places)


class RowReader:
    """Reads rows under one plan. `by` says in which language days are written.

    Cells repeat a lot in a file of sales: who bought, and the amounts of a line together, are read once for all rows
    that say the same.
    """

    def __init__(self, plan: Plan, formats: Formats, *, by: Actor) -> None:
        """The columns that say who bought are left to the directory's own reader."""
        self.formats, self.by = formats, by
        self.readers = [(at, reader) for at, key in enumerate(plan.columns) if (reader := self._reader(key))]
        self.texts = [(at, key, TEXTS[key]) for at, key in enumerate(plan.columns) if key in TEXTS]
        amounts = {at for at, key in enumerate(plan.columns) if key in FIGURES}
        self.amounts = [(at, reader) for at, reader in self.readers if at in amounts]
        self.others = [
            (at, reader) for at, reader in self.readers if at not in amounts and plan.columns[at] not in TEXTS
        ]
        self.amounts_of = picked([at for at, _reader in self.amounts])
        self.customer_of = picked([at for at, key in enumerate(plan.columns) if key.startswith(CUSTOMER)])
        self.told = lru_cache(maxsize=8_192)(self._told)

    def read(self, row: StagedRow) -> Draft:
        """What the row says; `problem` is set when it cannot become a line."""
        if row.problem:
            return self.read_plainly(row)
        cells, known = row.cells, self.told(self.amounts_of(row.cells))
        draft = Draft(row.number, figures=known.figures, currency=known.currency, line=known.line, said=known.said)
        for at, key, longest in self.texts:
            if text := _said(cells[at]):
                draft.texts[key] = text[:longest]
        for at, reader in self.others:
            if text := _said(cells[at]):
                reader(draft, cells[at], text)
        if known.problem or draft.problem:
            return self.read_plainly(row)  # column by column, so that the last problem is told
        self._ask_who(draft, cells)
        self._conclude(draft)
        return draft

    def read_plainly(self, row: StagedRow) -> Draft:
        """What `read` says, nothing remembered of the rows before."""
        draft = Draft(row.number)
        if row.problem:
            draft.problem = _("The row cannot be read: it does not have the columns of the file.")
            return draft
        for at, reader in self.readers:
            if text := _said(row.cells[at]):
                reader(draft, row.cells[at], text)
        self._ask_who(draft, row.cells)
        self._reckon(draft)
        self._conclude(draft)
        return draft

    def _told(self, cells: tuple[str, ...]) -> Draft:
        """What these cells of amounts come to: nothing but amounts, their currency, and the line."""
        draft = Draft(0)
        for (_at, reader), cell in zip(self.amounts, cells, strict=True):
            if text := _said(cell):
                reader(draft, cell, text)
        self._reckon(draft)
        return draft

    def _ask_who(self, draft: Draft, cells: Sequence[str]) -> None:
        """The cells that say who bought, if they do."""
        some = self.customer_of(cells)
        if who := _who(some):
            draft.customer, draft.who = StagedRow(draft.number, "", list(some)), who

    def _reckon(self, draft: Draft) -> None:
        """The line that the amounts make."""
        if draft.problem:
            return
        told = Told(**draft.figures)
        if wrong := out_of_range(told):
            what = _("%(column)s: %(figure)s is beyond what a line can be.")
            draft.problem = what % {"column": FIGURES[wrong], "figure": draft.figures.get(wrong, told.price)}
            return
        draft.line = line_of(told)
        draft.said = _known_again(draft.line)

    def _conclude(self, draft: Draft) -> None:
        """Without a day or an amount there is nothing to keep."""
        if draft.problem:
            return
        if draft.returned and draft.line is not None and draft.line.amount > 0:
            draft.line = turned(draft.line)
            draft.said = _known_again(draft.line)
        if not draft.figures and not draft.texts:
            draft.problem = _("The row is empty.")
        elif draft.on is None:
            draft.problem = _("It does not say on what day it was sold.")
        elif draft.line is None:
            draft.problem = _("It says no amount: neither the line's nor the price of one.")

    def _reader(self, key: str) -> Reader | None:
        if key in FIGURES:
            return lambda draft, cell, text: self._figure(draft, key, cell, text)
        if key in TEXTS:
            longest = TEXTS[key]
            return lambda draft, cell, text: draft.texts.__setitem__(key, text[:longest])
        return {"date": self._day, "hour": self._hour, "currency": self._currency, "kind": self._kind}.get(key)

    def _figure(self, draft: Draft, key: str, cell: str, text: str) -> None:
        """An amount in any writing; one that is none fails the row, for a sum without it would be wrong."""
        found = _amount(text, "." if kind_of(cell) else self.formats.decimal)
        if found is None:
            draft.problem = _("%(column)s: «%(text)s» is not an amount. Write it as 1.234,50.") % {
                "column": FIGURES[key], "text": text[:40]
            }  # fmt: skip
        elif isinstance(found, Money):
            draft.figures[key] = found.amount
            draft.currency = draft.currency or found.currency
        else:
            draft.figures[key] = found

    def _day(self, draft: Draft, cell: str, text: str) -> None:
        """The day, and the hour if it stands beside it."""
        if kind_of(cell) == MOMENT:
            moment = dt.datetime.fromisoformat(text)
            draft.on, draft.hour = moment.date(), draft.hour or (moment.time() if moment.time() != dt.time() else None)
            return
        found = _read_day(text, "" if kind_of(cell) else self.formats.dates, self.by)
        if found is None:
            draft.problem = _("%(column)s: «%(text)s» is not a date. Write it as 12/3/2026.") % {
                "column": DAY, "text": text[:40]
            }  # fmt: skip
            return
        draft.on, hour = found
        draft.hour = draft.hour or hour

    def _hour(self, draft: Draft, cell: str, text: str) -> None:
        """An hour that cannot be read is left out with a remark: the day stands."""
        if kind_of(cell) == MOMENT:
            draft.hour = dt.datetime.fromisoformat(text).time()
        elif (hour := _read_hour(text)) is not None:
            draft.hour = hour
        else:
            draft.remarks.append(_("«%(text)s» is not an hour: left out.") % {"text": text[:40]})

    def _currency(self, draft: Draft, cell: str, text: str) -> None:
        """A code or a sign; one that is none fails the row, for currencies are never added together."""
        if (found := currency_named(text)) is None:
            draft.problem = _("«%(text)s» is not a currency. Write €, or a code such as USD.") % {"text": text[:40]}
        else:
            draft.currency = found

    def _kind(self, draft: Draft, cell: str, text: str) -> None:
        """Whether it came back."""
        told = fold(text)
        if told in _RETURN or told.startswith(("devol", "abono", "return", "refund")):
            draft.returned = True
        elif told in _SALE:
            draft.returned = False
        else:
            draft.remarks.append(
                _("«%(text)s» is neither a sale nor a return: read as its sign says.") % {"text": text[:40]}
            )


def stated_amount(cell: str, formats: Formats) -> int | None:
    """What a row of totals says, scaled; None where that is no amount."""
    found = _amount(content(cell).strip(), "." if kind_of(cell) else formats.decimal)
    figure = found.amount if isinstance(found, Money) else found
    return None if figure is None else to_scaled(figure)


@lru_cache(maxsize=65_536)
def _amount(text: str, decimal: str) -> Money | Decimal | None:
    """Prices repeat a lot in a file of sales."""
    try:
        return money_in(text, decimal)
    except ValidationError:
        return None


@lru_cache(maxsize=16_384)
def _read_day(text: str, order: str, by: Actor) -> tuple[dt.date, dt.time | None] | None:
    """The day, and the hour written behind it."""
    try:
        return day(day_first(text, order), by), None
    except ValidationError:
        pass
    if (serial := serial_day(text)) is not None:
        return serial, None
    match = _HOUR.match(text)
    if match is None or not match[1]:
        return None
    found = _read_day(match[1].strip(), order, by)
    return found and (found[0], _read_hour(text[len(match[1]) :].strip(" T,")) or None)


def _read_hour(text: str) -> dt.time | None:
    match = _HOUR.match(text)
    try:
        return dt.time(int(match[2]), int(match[3])) if match and not match[1] else None
    except ValueError:
        return None


def keys_of(columns: Sequence[str]) -> list[str]:
    """The directory's own targets of the columns that say who bought."""
    return [key.removeprefix(CUSTOMER) for key in columns if key.startswith(CUSTOMER)]
