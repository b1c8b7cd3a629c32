"""Step two: how the file reads, where each column goes, what will happen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tendero.kernel import jobs
from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.text import plain_number
from tendero.records import registry
from tendero.records.custom import actions as custom_actions
from tendero.records.exchange import decisions, importers, intake, queries, running
from tendero.records.exchange.plan import Plan
from tendero.records.exchange.reading import Choices
from tendero.records.exchange.refusal import Refused
from tendero.records.exchange.showing import describe
from tendero.records.exchange.templates import remember
from tendero.records.models.custom import CustomKind
from tendero.records.models.imports import Import
from tendero.records.values import several
from tendero.ui import feedback

SMALL = 3000
"""Rows up to which the outcome is counted at once; more are counted by a job, on request."""


@permitted(registry.key_of_slug, "import")
@require_http_methods(["GET"])
def show(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """The whole screen; an import under way or over shows its result instead."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    if not batch.editable:
        return feedback.redirect(request, reverse("records:import_result", args=[slug, batch.ref]))
    problem = _foresee(batch, request.actor)
    context = _context(request, record, batch, problem)
    template = "records/import/work.html" if feedback.is_fragment(request) else "records/import/columns.html"
    return render(request, template, context)


@permitted(registry.key_of_slug, "import")
@require_POST
def plan(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Keep what was changed and show what would happen now."""
    record, batch = _draft(request, slug, ref)
    _decide(request, batch)
    problem = ""
    if "count" in request.POST and batch.rows > SMALL:
        batch.job = jobs.enqueue(running.FORESEE_TASK, by=request.actor, ref=batch.ref)
        batch.save(update_fields=["job"])
    else:
        problem = _foresee(batch, request.actor)
    return render(request, "records/import/work.html", _context(request, record, batch, problem))


@permitted(registry.key_of_slug, "import")
@require_POST
def reading(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Read the file another way: sheet, titles, encoding, separator, numbers, dates."""
    record, batch = _draft(request, slug, ref)
    problem = ""
    try:
        _read_again(request, batch)
        problem = _foresee(batch, request.actor)
    except Refused as refused:
        problem = str(refused)
    return render(request, "records/import/work.html", _context(request, record, batch, problem))


@permitted(registry.key_of_slug, "import")
@require_http_methods(["GET", "POST"])
def field(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """A new field of the company's own for a column that fits none."""
    record, batch = _draft(request, slug, ref)
    column = _number(request.POST.get("column") or request.GET.get("column"))
    labels = batch.mapping["labels"]
    if column >= len(labels):
        column = 0
    context: dict[str, Any] = {"record": record, "batch": batch, "column": column, "kinds": CustomKind.choices}
    context |= {"label": request.POST.get("label", labels[column]), "kind": request.POST.get("kind", "text")}
    if request.method == "POST":
        try:
            label, kind = context["label"], context["kind"]
            found = _samples(batch, column, kind)
            made = custom_actions.define_field(record.key, label=label, kind=kind, choices=found, by=request.actor)
        except ValidationError as invalid:
            context["problem"] = " ".join(invalid.messages)
            return feedback.dialog(request, "records/import/field.html", context, status=422)
        batch.mapping["columns"][column] = made.name
        batch.save(update_fields=["mapping"])
        return feedback.redirect(request, reverse("records:import_columns", args=[slug, batch.ref]))
    return feedback.dialog(request, "records/import/field.html", context)


@permitted(registry.key_of_slug, "import")
@require_POST
def run(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Start it, and keep the mapping as a template if asked to."""
    record, batch = _draft(request, slug, ref)
    _decide(request, batch)
    try:
        if request.POST.get("template"):
            remember(batch, request.POST.get("template-name", ""), by=request.actor)
        running.start(batch, by=request.actor)
    except Refused as refused:
        context = _context(request, record, batch, str(refused))
        return render(request, "records/import/work.html", context, status=422)
    return feedback.redirect(request, reverse("records:import_result", args=[slug, batch.ref]))


def _read_again(request: ActorRequest, batch: Import) -> None:
    """Hidden rows and rows set aside leave the columns as they were decided; all else finds them anew."""
    data = request.POST
    if "bring" in data or "leave" in data or "hidden" in data:
        _decide(request, batch)
        sent = {name: plain_number(data.get(name, "")) for name in ("bring", "leave")}
        numbers = {name: number for name, number in sent.items() if number is not None}
        hidden = data.get("hidden") if data.get("hidden") in ("skip", "bring") else None
        intake.adjust(batch, hidden=hidden, **numbers)
        return
    told: dict[str, Any] = {name: data.get(f"reading-{name}") for name in Choices.__dataclass_fields__}
    intake.read(batch, Choices.from_dict(told | {"bring": None}), by=request.actor)


def _draft(request: ActorRequest, slug: str, ref: str) -> tuple[Any, Import]:
    from tendero.kernel.permissions import Missing

    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    if not batch.editable:
        raise Missing
    return record, batch


def _decide(request: ActorRequest, batch: Import) -> None:
    """The plan as the form says it; only targets that exist for this actor are kept."""
    data = request.POST
    importer = importers.of(batch.record_key)
    known = {target.key for target in importer.targets(request.actor)}
    columns = []
    for index, before in enumerate(batch.mapping["columns"]):
        told = data.get(f"column-{index}", before)
        columns.append(told if told in known or told.partition(":")[0] in known else "")
    match = [str(kind) for kind, _label in importer.matches() if data.get(f"match-{kind}")]
    values: dict[str, Any] = {
        name: data.get(name, "")
        for name in ("policy", "binned", "owner", "source", "basis", "proof", "country", "currency")
    }
    values |= {"match": match, "repair": bool(data.get("repair")), "answers": batch.options.get("answers", {})}
    values |= _about_cells(data, intake.plan_of(batch), len(columns))
    values |= {name: values[name].strip().upper() for name in ("country", "currency")}
    values["tags"] = [part.strip() for part in data.get("tags", "").split(",") if part.strip()]
    decided = Plan.from_dict(values, columns)
    if decided.to_dict() != batch.options or list(decided.columns) != batch.mapping["columns"]:
        intake.decide(batch, decided)


def _about_cells(data: Any, before: Plan, columns: int) -> dict[str, Any]:
    """Which columns stay whole and which names are whose, as far as the form shows them; the rest as it was."""
    whole = [
        str(at)
        for at in range(columns)
        if (not data.get(f"split-{at}") if f"splits-{at}" in data else str(at) in before.whole)
    ]
    settled = dict(before.settled)
    for name in data:
        if name.startswith("settles-"):
            kind = data.get(name.replace("settles-", "settled-"), "")
            if kind in ("person", "organisation"):
                settled[data[name][:200]] = kind
            else:
                settled.pop(data[name], None)
    return {"whole": whole, "settled": settled, "unsure": data.get("unsure", before.unsure)}


def _foresee(batch: Import, actor: Actor) -> str:
    """Count what would happen, if that takes no time; answers what stands in the way, "" for nothing."""
    if batch.foreseen.get("counts") or (batch.job is not None and not batch.job.over):
        return ""
    try:
        if intake.staged(batch).rows <= SMALL:
            running.foresee(batch, by=actor)
        else:
            decisions.prove(intake.check(batch, by=actor))
    except Refused as refused:
        return str(refused)
    return ""


def _context(request: ActorRequest, record: Any, batch: Import, problem: str) -> dict[str, Any]:
    return {"record": record, "batch": batch, "problem": problem, "step": 2, **describe(record, batch, request.actor)}


def _samples(batch: Import, column: int, kind: str) -> list[str]:
    """For a field with a list: the different values of the column's first rows."""
    if kind not in ("choice", "choices"):
        return []
    texts = [cells[column].strip() for _n, cells in intake.look(batch).rows]
    if kind == "choices":
        texts = [part for text in texts for part in several(text)]
    return list(dict.fromkeys(text for text in texts if text))[:50]


def _number(text: str | None) -> int:
    return plain_number(text or "") or 0
