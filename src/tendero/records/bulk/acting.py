"""Offered actions done to many records, or to one from its own menu: what they ask comes from their parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tendero.kernel import changes, jobs, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.changes import ActionInfo
from tendero.kernel.door import ActorRequest, permitted
from tendero.records import parameters, registry
from tendero.records.bulk import preview as previews
from tendero.records.bulk import running, views
from tendero.records.bulk.running import Outcome, Step
from tendero.records.bulk.selection import Selection
from tendero.records.filters import FilterError
from tendero.records.form import inputs
from tendero.records.listing.views import bad_filter
from tendero.records.registry import RecordType
from tendero.ui import feedback


@permitted(registry.key_of_slug, "view")
@require_POST
def act(request: ActorRequest, slug: str, name: str) -> HttpResponse:
    """Ask what the action needs, then do it; each row by its own right."""
    record = registry.by_slug(slug)
    info = find(record, name)
    permissions.require(request.actor, info.verb, record.key)
    try:
        selection = views.selection_of(request, record)
        count, open_count = previews.count_for(selection, info.verb)
    except FilterError as error:
        return bad_filter(request, record, error)
    errors: dict[str, list[str]] = {}
    if request.POST.get("step") == "run":
        try:
            arguments = parameters.read_form(info, request.POST, request.actor)
            return _run(request, selection, info, arguments)
        except ValidationError as error:
            errors = getattr(error, "message_dict", {"": error.messages})
    context = {
        "record": record,
        "label": info.label,
        "action": request.path,
        "selection": json.dumps(selection.data()),
        "count": open_count,
        "refused": count - open_count,
        "inputs": [
            inputs.make(known.field, known.field.name, None, request.actor, errors=errors.get(known.field.name, ()))
            for known in parameters.parameters(info).values()
        ],
        "problems": errors.get("", ()),
        "submit": info.label,
    }
    return feedback.dialog(request, "records/bulk/act.html", context, 422 if errors else 200)


def find(record: RecordType[Any], name: str) -> ActionInfo:
    """The offered action of that short name; a 404 if there is none."""
    for info in record.actions():
        if info.name.partition(".")[2] == name:
            return info
    raise Http404


def _run(request: ActorRequest, selection: Selection, info: ActionInfo, arguments: Mapping[str, Any]) -> HttpResponse:
    keys, batch = selection.keys(), running.new_batch()
    if len(keys) > running.AT_ONCE:
        sent = {key: request.POST.getlist(key) for key in parameters.parameters(info)}
        short = info.name.partition(".")[2]
        return views.as_job(request, selection, "records.bulk_act", keys, batch, name=short, arguments=sent)
    step = piece_of_action(selection.record, info, arguments, request.actor, batch)
    outcome = running.run_now(keys, step)
    return views.finished(request, outcome, selection.record, f"{info.label}: {outcome.changed}")


def piece_of_action(
    record: RecordType[Any], info: ActionInfo, arguments: Mapping[str, Any], by: Actor, batch: str
) -> Step:
    """The step that does it to one piece of rows in one change set."""

    def step(keys: Sequence[int], outcome: Outcome) -> None:
        rows = list(record.model.objects.filter(pk__in=keys).order_by("pk"))
        allowed = running.within(record, rows, info.verb, by, outcome)
        with changes.change_set(info.name, by=by, batch=batch) as opened:
            if parameters.takes_many(info) and allowed:
                info.function(allowed, by=by, **arguments)
                outcome.changed += len(allowed)
            else:
                outcome.leave_out([_act_on_one(info, row, arguments, by, outcome) for row in allowed], by)
        outcome.change_set = opened.ref or outcome.change_set

    return step


def _act_on_one(
    info: ActionInfo, row: Any, arguments: Mapping[str, Any], by: Actor, outcome: Outcome
) -> tuple[Any, str | None]:
    """The row and why it is left out; None where it is not."""
    try:
        with transaction.atomic():
            info.function(row, by=by, **arguments)
        outcome.changed += 1
    except ValidationError as error:
        return row, " ".join(str(text) for text in error.messages)
    except permissions.Refused as error:
        return row, str(error)
    return row, None


def kept_arguments(info: ActionInfo, sent: Mapping[str, list[str]], by: Actor) -> dict[str, Any]:
    """What the dialog sent, read again by a job for today's rights. GiveUp if it is possible no longer."""
    data = QueryDict(mutable=True)
    for key, texts in sent.items():
        data.setlist(key, list(texts))
    try:
        return parameters.read_form(info, data, by)
    except ValidationError as error:
        raise jobs.GiveUp(_("What was asked is possible no longer.")) from error
