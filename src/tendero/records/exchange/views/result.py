"""Step three: what became of each row; download, undo, bring back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import files
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.text import plain_number
from tendero.records import ports, registry, undo
from tendero.records.exchange import queries, reverting
from tendero.records.exchange.formulas import shield
from tendero.records.exchange.refusal import Refused
from tendero.records.exchange.showing import outcome_words, tallied, tally
from tendero.records.models.imports import ALSO_MADE, OUTCOMES, Import
from tendero.records.registry import RecordType
from tendero.ui import feedback


@permitted(registry.key_of_slug, "import")
@require_GET
def show(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """The result, or the progress while it runs."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    if batch.editable:
        return feedback.redirect(request, reverse("records:import_columns", args=[slug, batch.ref]))
    parts = tally(batch, batch.counts, batch.also_made)
    counts = [part | {"url": _opens(record, batch, part["key"])} for part in parts]
    context = {
        "record": record,
        "batch": batch,
        "step": 3,
        "counts": counts,
        "tallied": tallied(batch, batch.tally),
        "under_way": batch.job is not None and not batch.job.over,
        "problems": queries.outcome_rows(batch, "problems")[:20],
        "kept": undo.named(request.actor, reverting.kept(batch)),
        "brought_back": batch.state == Import.State.DONE and batch.undone > 0 and bool(batch.revert_report),
        "stopped": _stopped(batch),
        "brought": _in_list(record, batch),
        "next_step": ports.next_step(record.key, request.actor) if batch.state == Import.State.DONE else None,
    }
    template = "records/import/outcome.html" if feedback.is_fragment(request) else "records/import/result.html"
    return render(request, template, context)


@permitted(registry.key_of_slug, "import")
@require_GET
def rows(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """The rows of one outcome, each opening its record."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    outcome = request.GET.get("outcome", "")
    after = request.GET.get("after", "")
    found = queries.outcome_rows(batch, outcome if outcome in (*OUTCOMES, "problems") else "", plain_number(after) or 0)
    page, more = found[: queries.PER_PAGE], found[queries.PER_PAGE :]
    there = queries.records_of(record, request.actor, page)
    words = outcome_words()
    context = {
        "record": record,
        "batch": batch,
        "step": 3,
        "outcome": outcome,
        "lines": [(row, there.get(row.record_id or 0), words[row.outcome]) for row in page],
        "outcomes": [(key, words[key][0], batch.counts.get(key, 0)) for key in OUTCOMES if batch.counts.get(key)],
        "after": page[-1].number if more else None,
        "brought": _in_list(record, batch, outcome) if outcome not in ("failed", "problems") else "",
    }
    return render(request, "records/import/rows.html", context)


@permitted(registry.key_of_slug, "import")
@require_GET
def failed(request: ActorRequest, slug: str, ref: str) -> HttpResponseBase:
    """Rows that did not go in, in the file's own columns, with the reason; harmless to a spreadsheet program."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    response = StreamingHttpResponse(_lines(batch), content_type="text/csv; charset=utf-8")
    name = files.clean_name(batch.file_name.rsplit(".", 1)[0] + "-rows.csv").replace('"', "")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@permitted(registry.key_of_slug, "import")
@require_GET
def original(request: ActorRequest, slug: str, ref: str) -> HttpResponseBase:
    """The file as it came, to whoever may see the import."""
    record = registry.by_slug(slug)
    return files.download(queries.get(record, request.actor, ref).file)


@permitted(registry.key_of_slug, "import")
@require_POST
def revert(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Undo the whole import, or bring it back."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    response = feedback.redirect(request, reverse("records:import_result", args=[slug, batch.ref]))
    try:
        reverting.start(batch, by=request.actor)
    except Refused as refused:
        return feedback.toast(response, str(refused))
    return response


def _opens(record: RecordType[Any], batch: Import, outcome: str) -> str:
    """The rows behind a figure; what has no row of its own opens its list."""
    if outcome == ALSO_MADE:
        return _in_list(record, batch, outcome)
    return f"{reverse('records:import_rows', args=[record.slug, batch.ref])}?outcome={outcome}"


def _in_list(record: RecordType[Any], batch: Import, outcome: str = "") -> str:
    """The address of the list with the records of this import."""
    wanted = {"import": batch.ref, **({"outcome": [outcome]} if outcome in (*OUTCOMES, ALSO_MADE) else {})}
    return f"{record.url('list')}?{urlencode({'filter': json.dumps(wanted)})}"


def _stopped(batch: Import) -> str:
    job = batch.job
    if batch.problem:
        return batch.problem
    return str(job.error or job.get_state_display()) if job is not None and job.state in ("failed", "cancelled") else ""


def _lines(batch: Import) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff"
    for line in queries.failed_lines(batch):
        yield writer.writerow([shield(cell) for cell in line])


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> Any:
        return text
