"""The dialogs of bulk work: choose, look at what would happen, do it."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tendero.kernel import jobs, permissions
from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry
from tendero.records.bulk import edits, running
from tendero.records.bulk import preview as previews
from tendero.records.bulk import selection as selections
from tendero.records.bulk.edits import Edit
from tendero.records.bulk.selection import Selection
from tendero.records.filters import FilterError
from tendero.records.form import inputs, reading
from tendero.records.listing.views import bad_filter
from tendero.records.registry import RecordType
from tendero.records.sight import titles
from tendero.ui import feedback


@permitted(registry.key_of_slug, "view")
@require_POST
def bulk(request: ActorRequest, slug: str) -> HttpResponse:
    """One address for each step: `step` is "", "field", "preview" or "run"; `bin` makes it a move to the bin."""
    record = registry.by_slug(slug)
    binning = bool(request.POST.get("bin"))
    permissions.require(request.actor, "delete" if binning else "change", record.key)
    try:
        selection = selection_of(request, record)
        if binning:
            return _bin(request, selection)
        return _edit(request, selection)
    except FilterError as error:
        return bad_filter(request, record, error)


def selection_of(request: ActorRequest, record: RecordType[Any]) -> Selection:
    """What the list sent, or what the dialog carries from step to step."""
    carried = request.POST.get("selection", "")
    if not carried:
        return selections.sent(record, request.POST, request.actor)
    try:
        found = json.loads(carried)
    except ValueError as error:
        raise Http404 from error
    return selections.kept(record, found if isinstance(found, dict) else {}, request.actor)


def _edit(request: ActorRequest, selection: Selection) -> HttpResponse:
    step = request.POST.get("step", "")
    field = {f.name: f for f in edits.editable(selection.record, request.actor)}.get(request.POST.get("field", ""))
    if step in ("preview", "run") and field is not None:
        try:
            edit = Edit(field, _value(request, field), _mode(request, field))
        except ValidationError as error:
            return _choose(request, selection, field, [str(text) for text in error.messages])
        return _preview(request, selection, edit) if step == "preview" else _run(request, selection, edit)
    return _choose(request, selection, field, [])


def _mode(request: ActorRequest, field: Any) -> str:
    mode = request.POST.get("mode", "set")
    return mode if mode in edits.MODES and edits.several(field) else "set"


def _value(request: ActorRequest, field: Any) -> Any:
    needs = field.but(required=False) if _mode(request, field) != "set" else field
    return reading.value_of(needs, field.name, request.POST, request.actor)


def _choose(
    request: ActorRequest, selection: Selection, field: Any, errors: list[str], value: Any = None
) -> HttpResponse:
    """Which field, to what."""
    count, open_count = previews.count_for(selection, "change")
    context = {
        "record": selection.record,
        "action": selection.record.url("bulk"),
        "selection": json.dumps(selection.data()),
        "count": count,
        "refused": count - open_count,
        "fields": edits.editable(selection.record, request.actor),
        "field": field,
        "input": inputs.make(field, field.name, value, request.actor, errors=errors) if field else None,
        "modes": edits.MODES.items() if field and edits.several(field) else (),
        "mode": request.POST.get("mode", "add"),
    }
    return feedback.dialog(request, "records/bulk/choose.html", context, 422 if errors else 200)


def _preview(request: ActorRequest, selection: Selection, edit: Edit) -> HttpResponse:
    """Exactly what would change, and what would not; a colleague out of reach is told beside the field, which stays."""
    found = previews.preview(selection, edit)
    if found.away:
        return _choose(request, selection, edit.field, [found.away], edit.value)
    context = {
        "record": selection.record,
        "action": selection.record.url("bulk"),
        "selection": json.dumps(selection.data()),
        "edit": edit,
        "sent": [(key, value) for key in request.POST for value in request.POST.getlist(key) if _carried(key, edit)],
        "preview": found,
        "told": edit.told(request.actor),
        "wide": True,
    }
    return feedback.dialog(request, "records/bulk/preview.html", context)


def _carried(key: str, edit: Edit) -> bool:
    return key in ("field", "mode") or key == edit.field.name


def _run(request: ActorRequest, selection: Selection, edit: Edit) -> HttpResponse:
    keys, batch = selection.keys(), running.new_batch()
    if len(keys) > running.AT_ONCE:
        return as_job(request, selection, "records.bulk_edit", keys, batch, edit=edit.data())
    outcome = running.run_now(keys, running.piece_of_edit(selection.record, edit, request.actor, batch))
    text = ngettext("%(n)d record changed", "%(n)d records changed", outcome.changed) % {"n": outcome.changed}
    return finished(request, outcome, selection.record, text)


def _bin(request: ActorRequest, selection: Selection) -> HttpResponse:
    record = selection.record
    if request.POST.get("step") != "run":
        count, open_count = previews.count_for(selection, "delete")
        named = titles(selection.rows("delete").order_by("pk")[:5], request.actor)
        context = {
            "record": record,
            "action": record.url("bulk"),
            "selection": json.dumps(selection.data()),
            "count": open_count,
            "refused": count - open_count,
            "titles": named,
            "more": open_count - len(named),
            "danger": True,
            "submit": _("Move to the bin"),
        }
        return feedback.dialog(request, "records/bulk/bin.html", context)
    keys, batch = selection.keys(), running.new_batch()
    if len(keys) > running.AT_ONCE:
        return as_job(request, selection, "records.bulk_bin", keys, batch)
    outcome = running.run_now(keys, running.piece_of_binning(record, request.actor, batch))
    text = ngettext("%(n)d in the bin", "%(n)d in the bin", outcome.changed) % {"n": outcome.changed}
    return finished(request, outcome, selection.record, text)


def as_job(
    request: ActorRequest, selection: Selection, task: str, keys: list[int], batch: str, **more: Any
) -> HttpResponse:
    """Many rows: in the background, with a bar and, at the end, its undo."""
    job = jobs.enqueue(
        task,
        by=request.actor,
        record=selection.record.key,
        selection=selection.data(),
        batch=batch,
        upto=keys[-1],
        **more,
    )
    context = {"job": job, "record": selection.record, "url": f"{selection.record.url('bulk_result')}?job={job.ref}"}
    return feedback.dialog(request, "records/bulk/job.html", context)


def finished(request: ActorRequest, outcome: running.Outcome, record: RecordType[Any], text: str) -> HttpResponse:
    """A toast with its undo; a dialog where something was left out."""
    if outcome.problems or outcome.refused or outcome.unseen:
        context = {"outcome": outcome, "text": text, "record": record}
        response = feedback.dialog(request, "records/bulk/done.html", context)
    else:
        response = feedback.close_dialog(HttpResponse())
    feedback.refresh(response, "rows-changed", "pick-none")
    return feedback.toast(response, text, undo=outcome.change_set if outcome.changed else "")


@permitted(registry.key_of_slug, "view")
def result(request: ActorRequest, slug: str) -> HttpResponse:
    """How the bulk job of this dialog stands; at the end what it did, with its undo."""
    record = registry.by_slug(slug)
    job = jobs.Job.objects.filter(ref=request.GET.get("job", ""), user_id=request.actor.user_id).first()
    if job is None:
        raise Http404
    context = {"job": job, "record": record, "url": request.get_full_path()}
    if not job.over or not isinstance(job.result, dict):
        return feedback.dialog(request, "records/bulk/job.html", context)
    found = job.result
    outcome = running.Outcome(**{**found, "problems": [tuple(one) for one in found.get("problems", [])]})
    text = ngettext("%(n)d record changed", "%(n)d records changed", outcome.changed) % {"n": outcome.changed}
    response = feedback.dialog(request, "records/bulk/done.html", {"outcome": outcome, "text": text, "record": record})
    return feedback.refresh(response, "rows-changed", "pick-none")
