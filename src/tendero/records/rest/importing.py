"""Imports over the API: a file comes in, is tried, run, asked about and undone, by the same steps as on the screens."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from tendero.kernel import jobs
from tendero.records.exchange import (
    asking,
    decisions,
    importers,
    intake,
    mapping,
    queries,
    reverting,
    running,
    settling,
)
from tendero.records.exchange.plan import Plan
from tendero.records.models.imports import OUTCOMES, Import, ImportDoubt
from tendero.records.rest import readings
from tendero.records.rest.import_shapes import (
    AFTER,
    ANSWERS,
    DECISIONS,
    FILE,
    OUTCOME,
    Refusing,
    after_of,
    answers_of,
    doubt_told,
    import_told,
    named,
    options_of,
    reading_of,
    row_told,
    taken,
)
from tendero.records.rest.operations import Call
from tendero.records.rest.problems import Problem, unreadable
from tendero.records.rest.readings import Reading

FORM: Final = "multipart/form-data"
AT_ONCE: Final = 3000
"""Rows up to which a file is tried while the program waits; more are tried by a job."""


def list_imports(call: Call) -> HttpResponse:
    """The last hundred: one's own, or everybody's for whoever may delete all."""
    call.need("import")
    asked(call)
    found = queries.visible(call.record, call.actor)[:100]
    return answer({"items": [import_told(batch) for batch in found]})


def upload(call: Call) -> HttpResponse:
    """Keep a file and find where its columns go: 201, a draft to be tried, corrected and run."""
    call.need("import")
    call.need("add")
    asked(call)
    file = call.request.FILES.get("file") if _is_form(call) else None
    if file is None:
        raise unreadable("file", _("Send the file as the part «file» of a multipart/form-data request."), "required")
    with Refusing():
        batch = intake.begin(call.record, file, by=call.actor)
    return answer(import_told(batch), 201)


def show(call: Call, ref: str) -> HttpResponse:
    """How it stands: decisions, what was foreseen, what became of its rows."""
    asked(call)
    return answer(import_told(_batch(call, ref)))


def decide(call: Call, ref: str) -> HttpResponse:
    """Say how the file is read, where columns go and how rows are treated; what is not named stays.

    Read another way, its columns find their place anew. What was foreseen no longer holds.
    """
    asked(call)
    batch = _draft(call, ref)
    if batch.job is not None and not batch.job.over:
        raise Problem(409, _("The file is being tried right now: wait until that is done."))
    data = named(call, DECISIONS)
    told: list[dict[str, Any]] = [data.get(name, {}) for name in DECISIONS]
    for name, one in zip(DECISIONS, told, strict=True):
        if not isinstance(one, dict):
            raise unreadable(name, _("It is an object."))
    reading, columns, options = told
    importer = importers.of(batch.record_key)
    targets = {target.key for target in importer.targets(call.actor)}
    with transaction.atomic(), Refusing():
        if reading:
            intake.read(batch, reading_of(reading, batch), by=call.actor)
        wanted = mapping.placed(columns, batch.mapping["labels"], batch.mapping["columns"], targets)
        plan = Plan.from_dict({**intake.plan_of(batch).to_dict(), **options_of(options, importer)}, wanted)
        taken(plan, options)
        decisions.prove(plan)
        intake.decide(batch, plan)
    return answer(import_told(batch))


def try_out(call: Call, ref: str) -> HttpResponse:
    """Count what running it would do, and ask about doubtful rows; a long file is counted by a job."""
    asked(call)
    batch = _draft(call, ref)
    named(call, {})
    with Refusing():
        if intake.staged(batch).rows <= AT_ONCE:
            running.foresee(batch, by=call.actor)
        elif batch.job is None or batch.job.over:
            decisions.prove(intake.check(batch, by=call.actor))
            batch.job = jobs.enqueue(running.FORESEE_TASK, by=call.actor, ref=batch.ref)
            batch.save(update_fields=["job"])
    return answer(import_told(batch))


def run(call: Call, ref: str) -> HttpResponse:
    """Put it into the queue."""
    return _set_going(call, _draft(call, ref), running.start)


def revert(call: Call, ref: str) -> HttpResponse:
    """Undo a finished import whole, or bring an undone one back."""
    return _set_going(call, _batch(call, ref), reverting.start)


def _set_going(call: Call, batch: Import, start: Callable[..., Any]) -> HttpResponse:
    asked(call)
    named(call, {})
    with Refusing():
        start(batch, by=call.actor)
    return answer(import_told(batch))


def discard(call: Call, ref: str) -> HttpResponse:
    """Forget a draft, with its file: 204. 409 while a job tries it."""
    asked(call)
    batch = _draft(call, ref)
    named(call, {})
    with Refusing():
        intake.forget(batch)
    return HttpResponse(status=204)


def rows(call: Call, ref: str) -> HttpResponse:
    """What became of each row, a hundred a page."""
    asked(call, "outcome", "after")
    batch = _batch(call, ref)
    outcome = call.request.GET.get("outcome", "")
    if outcome and outcome not in (*OUTCOMES, "problems"):
        raise unreadable("outcome", _("There is no such outcome."), "choice")
    found = queries.outcome_rows(batch, outcome, after_of(call))
    page, more = found[: queries.PER_PAGE], found[queries.PER_PAGE :]
    there = queries.records_of(call.record, call.actor, page)
    items = [row_told(row, there) for row in page]
    return answer({"items": items, "next": page[-1].number if more else None})


def doubts(call: Call, ref: str) -> HttpResponse:
    """A page of doubtful rows, each beside whom it may be."""
    asked(call, "after")
    batch = _batch(call, ref)
    page, more = asking.page(batch, after_of(call))
    return answer({"items": _doubts(call, batch, page), "next": page[-1].number if more else None})


def settle(call: Call, ref: str) -> HttpResponse:
    """Answer doubtful rows: "same", "two", or "" to take an answer back. Of a file that is in, done at once."""
    asked(call)
    batch = _batch(call, ref)
    told, seen = answers_of(named(call, ANSWERS["properties"]).get("answers"))
    asked_about = settling.questions(batch, list(told), call.actor)
    if missing := sorted(set(told) - {one.number for one in asked_about}):
        raise Problem(422, _("Nothing is asked about row %(row)s.") % {"row": missing[0]})
    done: dict[int, asking.Settled] = {}
    known = dict(seen)
    for said in asking.ANSWERS:
        chosen = [number for number, answered in sorted(told.items()) if answered == said]
        if chosen:
            done.update(settling.settle(batch, chosen, said, seen=known, by=call.actor).done)
            known |= {ref: version for one in done.values() for ref, version in one.now.items()} if seen else {}
    items = _doubts(call, batch, settling.questions(batch, list(told), call.actor))
    for item in items:
        if (settled := done.get(item["row"])) is not None:
            item |= {"said": settled.said, "change_set": settled.undo, "further": settled.further}
    return answer({"items": items, "waiting": asking.waiting(batch)})


def asked(call: Call, *known: str) -> None:
    """Problem 400 for a parameter that there is not."""
    for name in call.request.GET:
        if name not in known:
            raise unreadable(name, _("There is no such parameter."), "unknown")


def answer(data: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """JSON, moments as ISO 8601."""
    return HttpResponse(json.dumps(data), status=status, content_type="application/json")


def _is_form(call: Call) -> bool:
    return (call.request.content_type or "").startswith(FORM)


def _batch(call: Call, ref: str) -> Import:
    call.need("import")
    return queries.get(call.record, call.actor, ref)


def _draft(call: Call, ref: str) -> Import:
    batch = _batch(call, ref)
    if not batch.editable:
        raise Problem(409, _("This import has started already."))
    return batch


def _doubts(call: Call, batch: Import, page: Sequence[ImportDoubt]) -> list[dict[str, Any]]:
    sides = settling.sides(batch, list(page), call.actor)
    compared = settling.compared(batch, page, call.actor)
    return [doubt_told(one, sides[one.number], compared.get(one.number)) for one in page if one.number in sides]


def offer() -> None:
    """Every record that is imported on a screen is imported here."""
    decided = {"type": "object", "additionalProperties": False, "properties": DECISIONS}
    empty = {"type": "object", "additionalProperties": False}
    for path, reading in (
        ("imports", Reading(list_imports, "Imports of these records")),
        (
            "imports",
            Reading(upload, "Send a file", method="POST", status="201", body=FILE, media="multipart/form-data"),
        ),
        ("imports/{ref}", Reading(show, "How an import stands")),
        (
            "imports/{ref}",
            Reading(
                decide,
                "Say how the file is read, where columns go and how rows are treated",
                method="PATCH",
                body=decided,
            ),
        ),
        ("imports/{ref}", Reading(discard, "Forget an import that has not begun", method="DELETE", status="204")),
        ("imports/{ref}/try", Reading(try_out, "Count what it would do, without doing it", method="POST", body=empty)),
        ("imports/{ref}/run", Reading(run, "Run it", method="POST", body=empty)),
        ("imports/{ref}/revert", Reading(revert, "Undo it whole, or bring it back", method="POST", body=empty)),
        ("imports/{ref}/rows", Reading(rows, "What became of each row", [OUTCOME, AFTER])),
        ("imports/{ref}/doubts", Reading(doubts, "Rows that may be somebody", [AFTER])),
        ("imports/{ref}/doubts", Reading(settle, "Answer doubtful rows", method="POST", body=ANSWERS)),
    ):
        readings.add("", path, reading)


offer()
