"""A row of a file as what it says was sold: read column by column, nothing looked up yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from tendero.records.exchange.reading import StagedRow
from tendero.sales.rules.told import LineAmounts


@dataclass(slots=True)
class Draft:
    """What one row says. `mark` and `nth` tell its line from every other, `document` its sale.

    `said` is how much of it for how much, as its mark says it. `customer` is the row with nothing but the cells that
    say who bought, None where they say nothing; `who` are those cells. `figures` are its amounts by target, which other
    rows may share. `problem` is set when it cannot become a line.
    """

    number: int
    problem: str = ""
    remarks: list[str] = field(default_factory=list)
    figures: dict[str, Decimal] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    on: dt.date | None = None
    hour: dt.time | None = None
    currency: str = ""
    returned: bool | None = None
    customer: StagedRow | None = None
    who: tuple[str, ...] = ()
    line: LineAmounts | None = None
    said: str = ""
    document: int = 0
    mark: int = 0
    nth: int = 0

    def text(self, name: str) -> str:
        """What a column of words says, "" for nothing."""
        return self.texts.get(name, "")

    @property
    def title(self) -> str:
        """What the row is called where its outcome is told."""
        named = (self.text("number"), self.text("product") or self.text("product_code"), *self.who)
        return next((text for text in named if text), "")
