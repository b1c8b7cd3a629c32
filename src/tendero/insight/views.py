"""The business at a glance, the lines behind its figures, and its tables as files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tendero.insight import exporting, markup, showing
from tendero.insight.queries.lines import Lines
from tendero.insight.queries.summary import TABLES, Summary
from tendero.insight.rules.periods import Period, Span, offered, read, start_of
from tendero.kernel import clock
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import may
from tendero.records import registry
from tendero.records.export import logging
from tendero.records.export.writing import FORMATS, csv_of, write_workbook
from tendero.records.filters import FilterError
from tendero.sales.models import Sale
from tendero.ui import feedback


def read_summary(actor: Any, asked: Any, verb: str = "view") -> Summary:
    """What is asked for: a period (this year unless said) and a currency of those it has. 404 for any other."""
    today = clock.today(actor.time_zone)
    named = asked.get("period", "")
    period = read(named, today) if named else Period(Span.YEAR, start_of(Span.YEAR, today))
    if period is None:
        raise Http404
    currency = asked.get("currency", "")
    found = Summary(actor, period, currency, verb)
    if currency and currency not in found.currencies:
        found = Summary(actor, period, verb=verb)
    return found


@permitted("sales.Sale", "view")
@require_GET
def summary(request: ActorRequest) -> HttpResponse:
    """The page; a part of it is swapped when another period is chosen."""
    found = read_summary(request.actor, request.GET)
    context = {
        "found": found,
        "title": showing.name_of(found.period),
        "choices": showing.choices(_offered(found)),
        "chart": showing.chart(found.months, found.currency),
        "tables": [_told(found, table) for table in found.tables] if found.all else [],
        "may_export": may(request.actor, "export", Sale.record_key),
        "may_import": may(request.actor, "import", Sale.record_key),
    }
    return render(request, "insight/page.html", context)


def _offered(found: Summary) -> list[Period]:
    """Those one usually chooses from, and the one that is asked for."""
    usual = offered(found.today)
    return usual if found.period in usual else [found.period, *usual]


def _told(found: Summary, table: Any) -> dict[str, Any]:
    return {"key": table.key, "title": exporting.TITLES[table.key], "body": markup.body(found, table)}


@permitted("sales.Sale", "view")
@require_GET
def lines(request: ActorRequest) -> HttpResponse:
    """The lines a figure is made of, the last first, with their sum."""
    try:
        found = Lines(request.actor, request.GET)
    except FilterError:
        raise Http404 from None
    context = {"found": found, "of": [row for row in found.of.values() if row is not None]}
    return render(request, "insight/lines.html", context)


@permitted("sales.Sale", "export")
@require_http_methods(["GET", "POST"])
def export(request: ActorRequest) -> HttpResponseBase:
    """One table as a file: first its format and what it is for. It is logged before the first line leaves."""
    given = request.POST if request.method == "POST" else request.GET
    found, key = read_summary(request.actor, given, "export"), given.get("table", "")
    if key not in TABLES or not found.knows(key):
        raise Http404
    reason = request.POST.get("reason", "").strip()[:300]
    if request.POST.get("step") == "run" and reason:
        return _file(request, found, key, reason)
    problem = _("Say what it is for.") if request.POST.get("step") == "run" else ""
    context = {"found": found, "table": key, "title": exporting.TITLES[key], "problem": problem}
    return feedback.dialog(request, "insight/export.html", context, 422 if problem else 200)


def _file(request: ActorRequest, found: Summary, key: str, reason: str) -> HttpResponseBase:
    name = request.POST.get("format", "csv-semicolon")
    format = FORMATS.get(name, FORMATS["csv-semicolon"])
    rows = list(exporting.lines(found, key))
    asked = {"filter": {"table": key, "period": found.period.key, "currency": found.currency}}
    heads = [str(head) for head in rows[0]]
    logging.log(registry.get(Sale.record_key), len(rows) - 1, heads, name, asked, reason, by=request.actor)
    if format.kind == "csv":
        response: Any = StreamingHttpResponse(csv_of(rows, format), content_type=format.content_type)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export.xlsx"
            write_workbook(str(exporting.TITLES[key]), rows, path)
            response = FileResponse(path.open("rb"), content_type=format.content_type)
    response["Content-Disposition"] = f'attachment; filename="{key}-{found.period.key}.{format.kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]
