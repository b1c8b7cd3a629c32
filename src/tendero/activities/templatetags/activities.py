"""{% load activities %}: hours, days and the standing of tasks, as the screens of this room say them."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tendero.activities import lines
from tendero.activities.models import Task, TaskKind
from tendero.activities.queries.timeline import ICONS as ACTIVITY_ICONS
from tendero.activities.rules import due
from tendero.activities.rules.due import Due
from tendero.activities.rules.hours import shown_hour
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.ui import words

register = template.Library()
ICONS = {TaskKind.CALL: "phone", TaskKind.VISIT: "map-pin", TaskKind.EMAIL: "mail"}


register.simple_tag(lines.line, name="task_line")
register.simple_tag(lines.due, name="task_due")


@register.filter
def hour(value: dt.time | None) -> str:
    """“9:05”."""
    return shown_hour(value)


@register.filter
def kind_icon(task: Task) -> str:
    """The drawing of what a task asks for."""
    return ICONS.get(TaskKind(task.kind), "list-checks")


@register.filter
def may_log(task: Task) -> bool:
    """Whether finishing it is something to write down: a call, a visit, a mail."""
    return task.kind != TaskKind.OTHER


@register.filter
def long_day(day: dt.date) -> str:
    """“Martes, 24 de noviembre”."""
    return _capital(format_date(day, _("EEEE, MMMM d"), locale=words.locale()))


@register.filter
def short_day(day: dt.date) -> str:
    """“Martes, 24 nov”."""
    return _capital(format_date(day, _("EEEE, MMM d"), locale=words.locale()).replace(".", ""))


@register.filter
def until(task: Task) -> str:
    """“Dentro de 38 min”: how far a task of today with an hour is."""
    assert task.due_time is not None, "only tasks with an hour wait until it"
    moment = timezone.make_aware(dt.datetime.combine(task.due_on, task.due_time))
    minutes = int((moment - clock.now()).total_seconds() // 60)
    if minutes < 1:
        return _("Now")
    if minutes < 60:
        return ngettext("In %(n)d min", "In %(n)d min", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("In %(n)d hour", "In %(n)d hours", hours) % {"n": hours}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@register.filter
def activity_icon(kind: str) -> str:
    """The drawing of a kind of activity."""
    return ACTIVITY_ICONS.get(kind, "history")


@register.filter
def standing(day: dt.date, actor: Actor) -> Due:
    """Where a day stands for this person."""
    return due.due_on(day, today=clock.today(actor.time_zone))
