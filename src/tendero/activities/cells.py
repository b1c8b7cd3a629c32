"""Cells that this room adds to the list of contacts, drawn straight: fifty rows of them make a page."""

from __future__ import annotations

from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tendero.activities.rules.due import DueState, due_on
from tendero.activities.templatetags.activities import activity_icon, hour
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.ui import words
from tendero.ui.markup import fill
from tendero.ui.templatetags.addresses import address
from tendero.ui.templatetags.tendero import icon

NONE: Final = mark_safe('<span class="t-cell--none">—</span>')


def last_contact(row: Any, value: Any, actor: Actor) -> SafeString:
    """How and on which day somebody last spoke with the contact."""
    if not value:
        return NONE
    sign = icon(activity_icon(row.pulse.last_activity_kind))
    here = words.Here()
    told = here.when(value)
    said = told if here.local_day(value) == here.today else here.day(value)
    return fill('<span title="{}">{} {}</span>', told, sign, said)


def next_task(row: Any, value: Any, actor: Actor) -> SafeString:
    """The day of the next task, late ones in amber; without one, the way to put one."""
    if not value:
        return fill(
            '<button type="button" class="t-cell__add" hx-get="{}" hx-target="#dialog">{}{}</button>',
            address("activities:task_new", row.ref),
            icon("plus"),
            _("Put one"),
        )
    title = row.pulse.next_task_title
    if due_on(value, today=clock.today(actor.time_zone)).state == DueState.LATE:
        late = '<span class="t-cell--late" title="{}">{}{}</span>'
        return fill(late, title, icon("clock"), words.day(value))
    time = row.pulse.next_task_time
    said = f"{words.when(value)}, {hour(time)}" if time else words.when(value)
    return fill('<span title="{}">{}</span>', title, said)
