"""Where figures lead: the list of sales, of contacts or of opportunities, or the lines of sales, with their filter."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from tendero.insight.rules.periods import Period, Span
from tendero.records.filters.addresses import Test, asked, test, where
from tendero.sales.models import Kind, Sale

_FIELDS: Final = {"customers": "party", "sellers": "seller", "channels": "channel"}


class Addresses:
    """Addresses of the rows behind the figures of one period and currency."""

    def __init__(self, period: Period, currency: str) -> None:
        self.period, self.currency = period, currency

    def sales(self, *tests: Test) -> str:
        """The sales of the period that pass these tests."""
        return where(Sale.record_key, *self._tests(), *tests)

    def documents(self) -> str:
        """Those that are sales, neither returns nor corrections."""
        return self.sales(test("kind", "eq", Kind.SALE.value))

    def lines(self, *tests: Test, **of: str) -> str:
        """The lines of these sales; `of` names their product or family."""
        named = f"&{urlencode(of)}" if of else ""
        return f"{reverse('insight:lines')}?{asked(*self._tests(), *tests)}{named}"

    def month(self, start: dt.date) -> str:
        """The sales of a month in this currency."""
        return Addresses(Period(Span.MONTH, start), self.currency).sales()

    def of(self, table: str, row: Any) -> tuple[str, str]:
        """Behind a row of a table: what was sold, and what is left of it. `row` None: those that name none."""
        if table in _FIELDS:
            one = test(_FIELDS[table], "empty") if row is None else test(_FIELDS[table], "eq", row.ref)
            return self.sales(one), self.lines(one)
        named = {"product" if table == "products" else "family": "none" if row is None else row.ref}
        return self.lines(**named), self.lines(**named)

    def buyers(self) -> str:
        """The contacts who have bought in the period."""
        sold = {"all": [*self._tests(), test("kind", "eq", Kind.SALE.value)]}
        return where("directory.Party", {"related": "sales", "where": sold, "count": {"gte": 1}})

    def newcomers(self) -> str:
        """The contacts who bought for the first time in it."""
        return where("directory.Party", *_within("first_purchase", self.period))

    def deals(self) -> str:
        """The opportunities that are open."""
        return where("pipeline.Opportunity", test("status", "eq", "open"), test("currency", "eq", self.currency))

    def _tests(self) -> list[Test]:
        return [*_within("on", self.period), test("currency", "eq", self.currency)]


def _within(field: str, period: Period) -> list[Test]:
    return [test(field, "gte", period.start.isoformat()), test(field, "lte", period.end.isoformat())]
