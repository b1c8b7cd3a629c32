"""Figures over the API: ``GET /api/v1/sales/summary``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tendero.insight.queries.sources import Figures
from tendero.insight.queries.summary import TABLES, Row, Summary, Table
from tendero.insight.rules.periods import read
from tendero.kernel import clock
from tendero.kernel.money import Money
from tendero.records.rest import readings, schemas
from tendero.records.rest.operations import Call
from tendero.records.rest.problems import unreadable
from tendero.sales.models import Sale

_ROWS: Final = 100
_FIGURES: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["net", "sales"],
    "properties": {
        "ref": {"type": ["string", "null"]},
        "name": {"type": ["string", "null"]},
        "net": schemas.MONEY,
        "margin": schemas.MONEY,
        "known": schemas.MONEY,
        "sales": {"type": "integer"},
        "customers": {"type": "integer"},
    },
}
_ANSWER: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["period", "from", "to", "currency", "currencies", "total", "tables"],
    "properties": {
        "period": {"type": "string"},
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "format": "date"},
        "currency": {"type": "string"},
        "currencies": {"type": "array", "items": {"type": "string"}},
        "total": _FIGURES,
        "year_before": schemas.MONEY,
        "months": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "month": {"type": "string", "format": "date"},
                    "net": schemas.MONEY,
                    "year_before": schemas.MONEY,
                },
            },
        },
        "tables": {"type": "object", "additionalProperties": {"type": "array", "items": _FIGURES}},
    },
}
_PARAMETERS: Final[list[dict[str, Any]]] = [
    {
        "name": "period",
        "in": "query",
        "description": "2026, 2026-Q4, 2026-11, or 12m for the last twelve months.",
        "schema": {"type": "string", "default": "12m"},
    },
    {
        "name": "currency",
        "in": "query",
        "description": "ISO 4217; the one with most sales unless given.",
        "schema": {"type": "string", "pattern": "^[A-Z]{3}$"},
    },
]


def answer() -> None:
    """Give it to the API; called once, when declarations are read."""
    told = "What the business comes to, by product, customer, seller"
    reading = readings.Reading(summary, told, _PARAMETERS, _ANSWER)
    readings.add(Sale.record_key, "summary", reading)


def summary(call: Call) -> HttpResponse:
    """The figures of a period. Problem 400 for a parameter that cannot be read."""
    call.need("view")
    found = _asked(call)
    return HttpResponse(json.dumps(_told(found)), content_type="application/json")


def _asked(call: Call) -> Summary:
    given = {name: call.request.GET.getlist(name) for name in call.request.GET}
    for name, several in given.items():
        if name not in ("period", "currency"):
            raise unreadable(name, _("There is no such parameter."), "unknown")
        if len(several) > 1:
            raise unreadable(name, _("Give this parameter once, as plain text."))
    period = read(call.request.GET.get("period", "12m"), clock.today(call.actor.time_zone))
    if period is None:
        raise unreadable("period", _("A year, a quarter, a month, or 12m."))
    found = Summary(call.actor, period, call.request.GET.get("currency", ""))
    if "currency" in given and found.currency not in found.currencies:
        raise unreadable("currency", _("Nothing was sold in that currency."))
    return found


def _told(found: Summary) -> dict[str, Any]:
    return {
        "period": found.period.key,
        "from": found.period.start.isoformat(),
        "to": found.period.end.isoformat(),
        "currency": found.currency,
        "currencies": found.currencies,
        "total": _figures(found, found.figures) | {"customers": found.figures.buyers},
        "year_before": _money(found, found.before),
        "months": [
            {"month": one.start.isoformat(), "net": _money(found, one.now), "year_before": _money(found, one.before)}
            for one in found.months
        ],
        "tables": {key: _rows(found, found.table(key, _ROWS)) for key in TABLES if found.knows(key)},
    }


def _rows(found: Summary, table: Table) -> list[dict[str, Any]]:
    rows = [*table.rows, *([table.anonymous] if table.anonymous else [])]
    return [_row(row) | _figures(found, row.figures) for row in rows]


def _row(row: Row) -> dict[str, Any]:
    name = None if row.thing is None else str(getattr(row.thing, "name", row.thing))
    return {"ref": getattr(row.thing, "ref", None), "name": name}


def _figures(found: Summary, figures: Figures) -> dict[str, Any]:
    costs = {"margin": _money(found, figures.margin), "known": _money(found, figures.known)} if found.costs else {}
    return {"net": _money(found, figures.net), **costs, "sales": figures.sales}


def _money(found: Summary, amount: Any) -> Mapping[str, str]:
    money = Money(amount, found.currency)
    return {"amount": f"{money.amount}", "currency": money.currency}
