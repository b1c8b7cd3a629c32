"""The historial of a contact: its pages, the one-line box, the dialogs that write in it."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.activities import actions
from tendero.activities.forms import KINDS_TO_LOG, EntryForm, LogForm
from tendero.activities.models import Activity, ActivityKind, Task
from tendero.activities.queries.mentions import audience
from tendero.activities.queries.timeline import Timeline
from tendero.activities.rules import quick_entry
from tendero.activities.rules.outcomes import outcomes_of
from tendero.activities.views.common import chosen, closed_fields, done, party_of, shown_on, subject_of
from tendero.directory.models import Party
from tendero.kernel import changes, clock, write
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import require
from tendero.ui import feedback


@permitted("activities.Activity", "view")
@require_GET
def timeline(request: ActorRequest, ref: str) -> HttpResponse:
    """The whole panel, or with `before` only what is older."""
    asked = request.GET
    party = party_of(request.actor, ref)
    about = subject_of(request.actor, asked.get("about", ""))
    kind, before = asked.get("kind", ""), asked.get("before", "")
    found = Timeline(party, request.actor, kind=kind, before=before, about=about)
    template = "activities/timeline/entries.html" if found.before else "activities/timeline/panel.html"
    return render(request, template, {"timeline": found, "party": party})


@permitted("activities.Activity", "add")
@require_POST
def entry(request: ActorRequest, ref: str) -> HttpResponse:
    """One typed line: a note, a call of today, a task for a day to come."""
    party = party_of(request.actor, ref)
    line = quick_entry.parse(request.POST.get("line", ""), today=clock.today())
    with changes.change_set("activities.quick_entry", by=request.actor) as opened:
        try:
            text = _write_line(request, party, line)
        except ValidationError as error:
            return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    return done(text, opened)


def _write_line(request: ActorRequest, party: Party, line: quick_entry.Entry) -> str:
    """Do what the line says; returns what to tell the person."""
    by, subject = request.actor, subject_of(request.actor, request.POST.get("about", ""))
    if line.kind == "task":
        actions.add_task(
            party,
            by=by,
            title=line.text or _("Task"),
            kind=line.task_kind or "other",
            due_on=line.day,
            due_time=line.time,
            subject=subject,
        )
        return _("Task put")
    actions.log_activity(party, by=by, kind=line.kind, text=line.text, at=_moment(line), subject=subject)
    return _with_left_out(_("Written in the history"), line.text, party)


def _moment(line: quick_entry.Entry) -> dt.datetime | None:
    """When a line says that it happened: at noon of a past day where no hour was written; None for right now."""
    if line.day is None or (line.day == clock.today() and line.time is None):
        return None
    return timezone.make_aware(dt.datetime.combine(line.day, line.time or dt.time(12)))


def _with_left_out(text: str, written: str, party: Party) -> str:
    """What was done, and who was named but may not see this contact."""
    left_out = ", ".join(person.first_name for person in audience(written, party).left_out)
    return f"{text}. {_('Not told, because they may not see this contact:')} {left_out}" if left_out else text


@permitted("activities.Activity", "add")
@require_http_methods(["GET", "POST"])
def log(request: ActorRequest, ref: str, kind: str) -> HttpResponse:
    """The dialog of a call, a visit, a meeting...; `task` is the one it fulfils, `about` what it is about."""
    if kind not in KINDS_TO_LOG:
        raise Http404
    party = party_of(request.actor, ref)
    task = _fulfilled(request, party)
    form = LogForm(request.POST or None, initial=LogForm.beginning())
    if request.method == "POST" and form.is_valid():
        with changes.change_set("activities.log_activity", by=request.actor) as opened:
            if problem := _log(request, party, kind, task, form):
                form.add_error(None, problem)
            else:
                text = _with_left_out(_("Written in the history"), form.cleaned_data["text"], party)
                return done(text, opened)
    context = {
        "form": form,
        "party": party,
        "kind": ActivityKind(kind),
        "task": task,
        "outcomes": outcomes_of(kind),
        "action": request.get_full_path(),
    }
    return feedback.dialog(request, "activities/timeline/log.html", context, status=422 if form.errors else 200)


def _log(request: ActorRequest, party: Party, kind: str, task: Task | None, form: LogForm) -> ValidationError | None:
    found = form.cleaned_data
    try:
        actions.log_activity(
            party,
            by=request.actor,
            kind=kind,
            text=found["text"],
            outcome=found["outcome"],
            at=form.moment,
            minutes=found["minutes"],
            direction=found["direction"],
            private=found["private"],
            subject=subject_of(request.actor, request.GET.get("about", "")),
            completes=task,
            next_step=form.step,
        )
    except ValidationError as error:
        return error
    return None


def _fulfilled(request: ActorRequest, party: Party) -> Task | None:
    ref = request.GET.get("task", "")
    if not ref:
        return None
    tasks = Task.objects.visible_to(request.actor, "change").filter(party=party)
    found: Task = chosen(tasks, ref)
    return found


@permitted("activities.Activity", "change")
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, ref: str) -> HttpResponse:
    """The dialog that corrects an entry."""
    entry = _entry(request, ref, "change")
    form = EntryForm.of(entry, request.POST or None, closed=closed_fields(request.actor, Activity.record_key))
    if request.method == "POST" and form.is_valid() and not form.met(shown_on(entry, request.actor)):
        with changes.change_set("activities.edit_activity", by=request.actor) as opened:
            try:
                actions.edit_activity(entry, by=request.actor, values=form.touched)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return done(_("Entry corrected"), opened)
    context = {"form": form, "entry": entry, "action": reverse("activities:edit", args=[ref])}
    return feedback.dialog(request, "activities/timeline/edit.html", context, status=422 if form.errors else 200)


@permitted("activities.Activity", "change")
@require_POST
def pin(request: ActorRequest, ref: str) -> HttpResponse:
    """Keep an entry on top, or let it go."""
    entry = _entry(request, ref, "change")
    with changes.change_set("activities.pin", by=request.actor) as opened:
        (actions.unpin if entry.pinned else actions.pin)(entry, by=request.actor)
    return done(_("Pinned") if not entry.pinned else _("Unpinned"), opened)


@permitted("activities.Activity", "delete")
@require_POST
def discard(request: ActorRequest, ref: str) -> HttpResponse:
    """An entry goes to the bin."""
    entry = _entry(request, ref, "delete")
    with changes.change_set("activities.discard", by=request.actor) as opened:
        write.to_bin([entry])
    return done(_("Entry in the bin"), opened)


def _entry(request: ActorRequest, ref: str, verb: str) -> Activity:
    found: Activity = chosen(Activity.objects.visible_to(request.actor), ref)
    require(request.actor, verb, found)
    return found
