"""The rows of a table of figures, written straight (`ui.markup`): a page has dozens of them."""

from __future__ import annotations

from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tendero.insight.exporting import name_of
from tendero.insight.queries.sources import Figures
from tendero.insight.queries.summary import Row, Summary, Table
from tendero.ui import words
from tendero.ui.markup import fill, told

_PAGES: Final = {"customers": "parties", "products": "products"}
"""Where the names of a table lead: the addresses of these records."""
_NONE: Final = SafeString('<span class="t-cell--none">—</span>')
_NOTHING: Final = SafeString("")


def body(found: Summary, table: Table) -> SafeString:
    """Every row of a table, those without customer and the others at its end."""
    rows = [*table.rows, *([table.anonymous] if table.anonymous else [])]
    written = [_row(found, row.figures, _name(table.key, row), row) for row in rows]
    if table.others is not None:
        written.append(_row(found, table.others, _muted(_("The others")), None))
    return SafeString("\n".join(written))


def _name(key: str, row: Row) -> SafeString:
    name = name_of(key, row)
    ref = getattr(row.thing, "ref", "")
    if key in _PAGES and ref:
        return fill('<a href="/{}/{}/">{}</a>', _PAGES[key], ref, name)
    return told(name) if row.thing is not None else _muted(name)


def _muted(name: str) -> SafeString:
    return fill('<span class="t-muted">{}</span>', name)


def _row(found: Summary, figures: Figures, name: SafeString, row: Row | None) -> SafeString:
    share = _small(None if row is None else row.share)
    net = _amount(figures.net, found.currency, row.sales_url if row else "")
    cells = [fill('<td class="t-figures__name">{}</td><td class="t-cell--money">{}{}</td>', name, net, share)]
    if found.costs:
        cells.append(fill('<td class="t-cell--money">{}</td>', _margin(found, figures, row.margin_url if row else "")))
    return SafeString(f"<tr>{''.join(cells)}</tr>")


def _margin(found: Summary, figures: Figures, url: str) -> SafeString:
    if not figures.known:
        return _NONE
    return SafeString(_amount(figures.margin, found.currency, url) + _small(figures.rate))


def _amount(value: Any, currency: str, url: str) -> SafeString:
    shown = words.amount(value, currency)
    return fill('<a class="t-opens" href="{}">{}</a>', url, shown) if url else told(shown)


def _small(part: Any) -> SafeString:
    return _NOTHING if part is None else fill("<small>{}</small>", words.percent(part))
