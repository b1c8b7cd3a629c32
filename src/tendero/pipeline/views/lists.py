"""Stages and loss reasons in the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing
from tendero.pipeline import actions
from tendero.pipeline.forms import ReasonForm, StageForm
from tendero.pipeline.models import LossReason, Stage
from tendero.ui import feedback


@permitted("pipeline.Stage", "change")
@require_GET
def stages(request: ActorRequest) -> HttpResponse:
    """Both lists on one page."""
    held = Count("opportunities", filter=Q(opportunities__status="open", opportunities__binned_at=None))
    context = {
        "stages": Stage.objects.annotate(held=held).order_by("position", "id"),
        "reasons": LossReason.objects.order_by("position", "id"),
    }
    return render(request, "pipeline/settings/page.html", context)


@permitted("pipeline.Stage", "add")
@require_http_methods(["GET", "POST"])
def stage_new(request: ActorRequest) -> HttpResponse:
    """A new open stage."""
    form = StageForm(request.POST or None)
    return _dialog(request, form, _("New stage"), lambda found: actions.add_stage(by=request.actor, **found))


@permitted("pipeline.Stage", "change")
@require_http_methods(["GET", "POST"])
def stage_edit(request: ActorRequest, ref: str) -> HttpResponse:
    """Name, probability, patience."""
    stage = _one(Stage, ref)
    form = StageForm.of(stage, request.POST or None)
    return _dialog(request, form, stage.name, lambda found: actions.change_stage(stage, values=found, by=request.actor))


@permitted("pipeline.Stage", "change")
@require_POST
def stage_move(request: ActorRequest, ref: str) -> HttpResponse:
    """One place up or down."""
    rows = list(Stage.objects.filter(kind=Stage.Kind.OPEN).order_by("position", "id"))
    place = next((at for at, row in enumerate(rows) if row.ref == ref), None)
    if place is None:
        raise Missing
    target = place + (1 if request.POST.get("way") == "down" else -1)
    if 0 <= target < len(rows):
        rows.insert(target, rows.pop(place))
    with changes.change_set("pipeline.reorder_stages", by=request.actor) as opened:
        actions.reorder_stages([row.pk for row in rows], by=request.actor)
    return _done(_("Order changed"), opened)


@permitted("pipeline.Stage", "delete")
@require_POST
def stage_remove(request: ActorRequest, ref: str) -> HttpResponse:
    """An empty stage goes away."""
    stage = _one(Stage, ref)
    with changes.change_set("pipeline.remove_stage", by=request.actor) as opened:
        try:
            actions.remove_stage(stage, by=request.actor)
        except ValidationError as error:
            return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    return _done(_("“%(name)s” is in the bin") % {"name": stage.name}, opened)


@permitted("pipeline.LossReason", "add")
@require_http_methods(["GET", "POST"])
def reason_new(request: ActorRequest) -> HttpResponse:
    """A new reason."""
    form = ReasonForm(request.POST or None)
    return _dialog(request, form, _("New reason"), lambda found: actions.add_reason(by=request.actor, **found))


@permitted("pipeline.LossReason", "change")
@require_http_methods(["GET", "POST"])
def reason_edit(request: ActorRequest, ref: str) -> HttpResponse:
    """A reason in other words."""
    reason = _one(LossReason, ref)
    form = ReasonForm(request.POST or None, initial={"name": reason.name})
    return _dialog(request, form, reason.name, lambda found: actions.rename_reason(reason, by=request.actor, **found))


@permitted("pipeline.LossReason", "delete")
@require_POST
def reason_remove(request: ActorRequest, ref: str) -> HttpResponse:
    """A reason is offered no longer."""
    reason = _one(LossReason, ref)
    with changes.change_set("pipeline.remove_reason", by=request.actor) as opened:
        actions.remove_reason(reason, by=request.actor)
    return _done(_("“%(name)s” is in the bin") % {"name": reason.name}, opened)


def _one(model: type[Any], ref: str) -> Any:
    found = model.objects.filter(ref=ref).first()
    if found is None:
        raise Missing
    return found


def _dialog(request: ActorRequest, form: Form, title: str, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    """Show the form, or do what it says."""
    if request.method == "POST" and form.is_valid():
        with changes.change_set("pipeline.settings", by=request.actor) as opened:
            act(form.cleaned_data)
        return _done(_("Saved"), opened)
    context = {"form": form, "title": title, "action": request.path}
    return feedback.dialog(request, "pipeline/settings/form.html", context, status=422 if form.errors else 200)


def _done(text: str, opened: changes.OpenChangeSet) -> HttpResponse:
    response = feedback.close_dialog(HttpResponse())
    feedback.toast(response, text, undo=opened.ref)
    return feedback.refresh(response, "rows-changed")
