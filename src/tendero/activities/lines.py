"""One task where it can be done at once, as markup of its own making: Hoy shows sixty of them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tendero.activities.models import Task, TaskKind, TaskPriority
from tendero.activities.rules.due import DueState
from tendero.activities.rules.hours import shown_hour
from tendero.directory.models import Party
from tendero.ui import words
from tendero.ui.markup import fill, told
from tendero.ui.templatetags.addresses import address
from tendero.ui.templatetags.tendero import icon

_LINE: Final = (
    '<li id="task-{ref}"><button type="button" class="t-done" role="checkbox" aria-checked="{done}"'
    ' aria-label="{finish}" hx-post="{complete}" hx-swap="none"></button>'
    '<span class="t-lines__main"><button type="button" class="t-task" hx-get="{edit}" hx-target="#dialog">'
    "{title}{marks}</button>{party}{phone}</span>"
    '<button type="button" class="t-lines__end t-when{late}" hx-get="{postpone}" hx-target="#dialog"'
    ' aria-label="{move}">{due}</button>{log}</li>'
)
_PARTY: Final = ' <a class="t-task__party t-muted" href="{}">{}</a>'
_PHONE: Final = ' <a class="t-num t-muted t-small" href="tel:{}">{}</a>'
_HIGH: Final = ' <span class="t-late" title="{0}">{1}<span class="sr-only">{0}</span></span>'
_LOG: Final = (
    '<button type="button" class="t-btn t-btn--icon" hx-get="{}" hx-target="#dialog" aria-label="{}">{}</button>'
)


def line(task: Task, day: dt.date, *, party: bool = False, phone: bool = False) -> SafeString:
    """A task's line on `day`, the viewer's; `party`: with whom and, for a call, the button to log it.

    `phone`: the telephone to call as well; not for those from whom it is hidden.
    """
    whom = task.party if party else None
    calls = whom is not None and task.kind == TaskKind.CALL
    name = {"title": task.title}
    return fill(
        _LINE,
        ref=task.ref,
        done="false" if task.is_open else "true",
        finish=_("Done: %(title)s") % name,
        complete=address("activities:complete", task.ref),
        edit=address("activities:task_edit", task.ref),
        title=task.title,
        marks=_marks(task),
        party=fill(_PARTY, address("records:detail", "parties", whom.ref), whom.name) if whom else "",
        phone=fill(_PHONE, whom.phone, whom.phone_shown) if whom and calls and phone and whom.phone else "",
        late=" t-late" if task.due_on and task.due_on < day else "",
        postpone=address("activities:postpone", task.ref),
        move=_("Move: %(title)s") % name,
        due=due(task, day),
        log=_log(task, whom) if whom and calls else "",
    )


def due(task: Task, day: dt.date) -> SafeString:
    """When it is due, or how late it is; nothing for whom the day is hidden."""
    known: dt.date | None = task.due_on
    if known is None:
        return told("")
    standing = task.due(day)
    if standing.state == DueState.LATE:
        late = ngettext("%(n)s d late", "%(n)s d late", standing.days) % {"n": standing.days}
        return fill("{} {}", icon("clock"), late)
    day_told = words.when(task.due_on)
    return fill("{}, {}", day_told, shown_hour(task.due_time)) if task.due_time else told(day_told)


def _marks(task: Task) -> SafeString:
    high = fill(_HIGH, _("High priority"), icon("flag", "sm")) if task.priority == TaskPriority.HIGH else ""
    return fill("{}{}", high, fill(" {}", icon("repeat", "sm")) if task.repeats else "")


def _log(task: Task, whom: Party) -> SafeString:
    url = f"{address('activities:log', whom.ref, 'call')}?task={task.ref}"
    return fill(_LOG, url, _("Log the call with %(name)s") % {"name": whom.name}, icon("phone"))
