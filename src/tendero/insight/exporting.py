"""A table of figures as lines of a file, written by the one exporter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tendero.insight.queries.summary import Row, Summary
from tendero.records import sight
from tendero.records.exchange.formulas import shield
from tendero.records.export.writing import Line

MOST: Final = 500
"""Rows of a file: those that come to most; the others follow in one line, so that the sum is whole."""
TITLES: Final[dict[str, Any]] = {
    "products": gettext_lazy("Products"),
    "families": gettext_lazy("Families"),
    "customers": gettext_lazy("Customers"),
    "sellers": gettext_lazy("Sellers"),
    "channels": gettext_lazy("Channels"),
}
SAID: Final[dict[str, Any]] = {
    "products": gettext_lazy("Without product"),
    "families": gettext_lazy("Without family"),
    "customers": gettext_lazy("Without customer"),
    "sellers": gettext_lazy("Without seller"),
    "channels": gettext_lazy("Without channel"),
}
"""What those are called that name none."""


def lines(found: Summary, key: str) -> Iterator[Line]:
    """The header, a line a row, those without any and the others; the margin only for whom it is."""
    heads = [str(TITLES[key]), _("Currency"), _("Without tax")]
    yield [shield(head) for head in (*heads, *([_("Margin"), _("With a known cost")] if found.costs else []))]
    table = found.table(key, MOST)
    for row in [*table.rows, *([table.anonymous] if table.anonymous else [])]:
        yield _line(found, name_of(key, row), row.figures)
    if table.others is not None:
        yield _line(found, _("The others"), table.others)


def _line(found: Summary, name: str, figures: Any) -> Line:
    costs = [figures.margin, figures.known] if found.costs else []
    return [shield(name), found.currency, figures.net, *costs]


def name_of(key: str, row: Row) -> str:
    """What a row is of, in words."""
    if row.thing is not None:
        return str(getattr(row.thing, "name", row.thing))
    return sight.words(get_language() or "es") if row.said else str(SAID[key])
