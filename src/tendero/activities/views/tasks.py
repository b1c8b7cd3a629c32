"""Tasks from wherever they stand: card, list, Hoy."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tendero.activities import actions
from tendero.activities.forms import PostponeForm, TaskForm
from tendero.activities.models import Task, TaskPriority
from tendero.activities.views.common import chosen, closed_fields, done, party_of, shown_on, subject_of
from tendero.identity.models import User
from tendero.kernel import changes, clock
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import require
from tendero.ui import feedback, words

_JUMPS: Final = {
    "today": gettext_lazy("Today"),
    "tomorrow": gettext_lazy("Tomorrow"),
    "monday": gettext_lazy("On Monday"),
    "week": gettext_lazy("In a week"),
}


@permitted("activities.Task", "add")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, ref: str) -> HttpResponse:
    """The dialog that puts a task with a contact; `about` is what else it is about."""
    party = party_of(request.actor, ref)
    asked = request.GET
    initial = {
        "title": asked.get("title", ""),
        "kind": asked.get("kind", "call"),
        "due_on": clock.today(request.actor.time_zone),
        "assignee": request.actor.user_id,
        "priority": TaskPriority.NORMAL,
    }
    form = TaskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with changes.change_set("activities.add_task", by=request.actor) as opened:
            try:
                subject = subject_of(request.actor, asked.get("about", ""))
                actions.add_task(party, by=request.actor, subject=subject, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return done(_("Task put"), opened)
    context = {"form": form, "party": party, "action": request.get_full_path()}
    return feedback.dialog(request, "activities/task/form.html", context, status=422 if form.errors else 200)


@permitted("activities.Task", "change")
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, ref: str) -> HttpResponse:
    """The dialog that changes a task."""
    task = _task(request, ref)
    form = TaskForm.of(task, request.POST or None, closed=closed_fields(request.actor))
    if request.method == "POST" and form.is_valid() and not form.met(shown_on(task, request.actor)):
        with changes.change_set("activities.update_task", by=request.actor) as opened:
            try:
                actions.update_task(task, by=request.actor, values=form.touched)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return done(_("Task changed"), opened)
    context = {"form": form, "task": task, "party": task.party, "action": reverse("activities:task_edit", args=[ref])}
    return feedback.dialog(request, "activities/task/form.html", context, status=422 if form.errors else 200)


@permitted("activities.Task", "change")
@require_POST
def complete(request: ActorRequest, ref: str) -> HttpResponse:
    """Done; done already: open again."""
    task = _task(request, ref)
    with changes.change_set("activities.complete_task", by=request.actor) as opened:
        if not task.is_open:
            actions.reopen_task(task, by=request.actor)
            return done(_("Task open again"), opened)
        following = actions.complete_task(task, by=request.actor)
    text = _("Task done")
    if following is not None:
        text = _("Task done. The next one, on %(day)s") % {"day": words.day(following.due_on)}
    return done(text, opened)


@permitted("activities.Task", "change")
@require_http_methods(["GET", "POST"])
def postpone(request: ActorRequest, ref: str) -> HttpResponse:
    """Another day: a jump such as `to=tomorrow`, or the dialog that asks which."""
    task = _task(request, ref)
    jump = request.POST.get("to", "")
    if jump in _JUMPS:
        return _put_off(request, task, _landing(jump, clock.today(request.actor.time_zone)), None)
    initial = {} if "due_on" in closed_fields(request.actor) else {"until": task.due_on, "at": task.due_time}
    form = PostponeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _put_off(request, task, form.cleaned_data["until"], form.cleaned_data["at"])
    context = {
        "form": form,
        "task": task,
        "action": reverse("activities:postpone", args=[ref]),
        "jumps": _JUMPS.items(),
    }
    return feedback.dialog(request, "activities/task/postpone.html", context, status=422 if form.errors else 200)


def _put_off(request: ActorRequest, task: Task, until: dt.date, at: dt.time | None) -> HttpResponse:
    with changes.change_set("activities.postpone", by=request.actor) as opened:
        actions.postpone(task, until=until, at=at, by=request.actor)
    return done(_("Moved to %(day)s") % {"day": words.when(until)}, opened)


def _landing(jump: str, today: dt.date) -> dt.date:
    """Tomorrow, the coming Monday, in a week."""
    days = {"today": 0, "tomorrow": 1, "monday": 7 - today.weekday(), "week": 7}
    return today + dt.timedelta(days=days[jump])


@permitted("activities.Task", "change")
@require_POST
def reassign(request: ActorRequest, ref: str) -> HttpResponse:
    """Give a task to another person, `to` his reference."""
    task = _task(request, ref)
    person = chosen(User.objects.active(), request.POST.get("to", ""))
    with changes.change_set("activities.reassign", by=request.actor) as opened:
        actions.reassign(task, assignee=person, by=request.actor)
    return done(_("Given to %(name)s") % {"name": person.name}, opened)


def _task(request: ActorRequest, ref: str) -> Task:
    found: Task = chosen(Task.objects.visible_to(request.actor).select_related("party"), ref)
    require(request.actor, "change", found)
    return found
