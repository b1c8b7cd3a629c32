"""Where figures lead: the list of sales, of contacts or of opportunities, or the lines of sales, with their filter."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from tendero.insight.rules.periods import Period, Span
from tendero.records import registry
from tendero.sales.models import Kind, Sale

Test = Mapping[str, Any]
_FIELDS: Final = {"customers": "party", "sellers": "seller", "channels": "channel"}


class Addresses:
    """Addresses of the rows behind the figures of one period and currency."""

    def __init__(self, period: Period, currency: str) -> None:
        self.period, self.currency = period, currency

    def sales(self, *tests: Test) -> str:
        """The sales of the period that pass these tests."""
        return _list(Sale.record_key, [*self._tests(), *tests])

    def documents(self) -> str:
        """Those that are sales, neither returns nor corrections."""
        return self.sales(test("kind", "eq", Kind.SALE.value))

    def lines(self, *tests: Test, **of: str) -> str:
        """The lines of these sales; `of` names their product or family."""
        asked = {"filter": _packed([*self._tests(), *tests]), **of}
        return f"{reverse('insight:lines')}?{urlencode(asked)}"

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
        return _list("directory.Party", [{"related": "sales", "where": sold, "count": {"gte": 1}}])

    def newcomers(self) -> str:
        """The contacts who bought for the first time in it."""
        return _list("directory.Party", _within("first_purchase", self.period))

    def deals(self) -> str:
        """The opportunities that are open."""
        return _list("pipeline.Opportunity", [test("status", "eq", "open"), test("currency", "eq", self.currency)])

    def _tests(self) -> list[Test]:
        return [*_within("on", self.period), test("currency", "eq", self.currency)]


def test(field: str, op: str, *value: str) -> Test:
    """One test of the filter language."""
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


def _within(field: str, period: Period) -> list[Test]:
    return [test(field, "gte", period.start.isoformat()), test(field, "lte", period.end.isoformat())]


def _list(record: str, tests: list[Any]) -> str:
    return f"{registry.get(record).url()}?{urlencode({'filter': _packed(tests)})}"


def _packed(tests: list[Any]) -> str:
    return json.dumps({"all": tests}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
