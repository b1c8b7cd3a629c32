"""What this room adds to a contact: last contact and next task as columns and filters, panels of its card, views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tendero.activities import cells, panels
from tendero.activities.models import Activity, Document, PartyPulse, Silence, Task
from tendero.directory import ports
from tendero.directory.models import Party
from tendero.records.declarations import Panel, Preset
from tendero.records.fields import Field, Kind, Related
from tendero.records.registry import extend


def pulse_of(party: Party) -> PartyPulse | None:
    """The pulse loaded with the row; None for a contact without activities or tasks."""
    found: PartyPulse | None = getattr(party, "pulse", None)
    return found


def _last_contact(party: Party) -> Any:
    pulse = pulse_of(party)
    return pulse.last_activity_at if pulse else None


def _next_day(party: Party) -> Any:
    pulse = pulse_of(party)
    return pulse.next_task_on if pulse else None


def _quiet_until(party: Party) -> Any:
    pulse = pulse_of(party)
    return pulse.quiet_until if pulse else None


def _open_tasks(party: Party) -> int:
    pulse = pulse_of(party)
    return pulse.open_tasks if pulse else 0


FIELDS = [
    Field(
        name="last_activity",
        label=_("last contact"),
        kind=Kind.DATETIME,
        path="pulse__last_activity_at",
        sort="pulse__last_activity_at",
        indexed=True,
        editable=False,
        read=_last_contact,
        draw=cells.last_contact,
        joins=("pulse",),
    ),
    Field(
        name="next_task",
        label=_("next task"),
        kind=Kind.DATE,
        path="pulse__next_task_on",
        sort="pulse__next_task_on",
        indexed=True,
        editable=False,
        read=_next_day,
        draw=cells.next_task,
        joins=("pulse",),
    ),
    Field(
        name="quiet_until",
        label=_("do not disturb until"),
        kind=Kind.DATE,
        path="pulse__quiet_until",
        sort="pulse__quiet_until",
        indexed=True,
        editable=False,
        read=_quiet_until,
        joins=("pulse",),
        needs=((Silence.record_key, "until"),),
    ),
    Field(
        name="open_tasks",
        label=_("open tasks"),
        kind=Kind.NUMBER,
        path="pulse__open_tasks",
        editable=False,
        read=_open_tasks,
        joins=("pulse",),
    ),
]

PANELS = [
    Panel(
        "next_step",
        _("Next step"),
        "activities/card/next_step.html",
        panels.next_step,
        position=10,
        reads=("tasks", "activities", "silences"),
    ),
    Panel("first", _("What to do first"), "activities/card/first.html", panels.first_steps, position=15),
    Panel(
        "timeline",
        _("History"),
        "activities/timeline/panel.html",
        panels.timeline,
        position=90,
        record=Activity.record_key,
    ),
    Panel(
        "tasks",
        _("Tasks"),
        "activities/card/tasks.html",
        panels.tasks,
        side=True,
        position=30,
        record=Task.record_key,
    ),
    Panel(
        "documents",
        _("Documents"),
        "activities/card/documents.html",
        panels.documents,
        side=True,
        position=70,
        record=Document.record_key,
        reads=("documents",),
    ),
]

PRESETS = [
    Preset("no_next_task", _("Without next task"), {"field": "next_task", "op": "empty"}),
    Preset("silent", _("No contact in 90 days"), {"not": {"field": "last_activity", "op": "gte", "value": "-90d"}}),
]

RELATED = [
    Related(name="activities", label=_("Activities"), record=Activity.record_key, path="party"),
    Related(name="tasks", label=_("Tasks"), record=Task.record_key, path="party"),
]


def _logging(kind: str) -> Callable[[Party], str]:
    """Address of the dialog that logs one kind of activity with a contact."""
    return lambda party: reverse("activities:log", args=[party.ref, kind])


def _add_buttons() -> None:
    """Log a visit and write a note, at the top of the card and under the thumb."""
    for key, label, short, icon, primary in (
        ("visit", _("Log a visit"), _("Visit"), "map-pin", True),
        ("note", _("Note"), _("Note"), "sticky-note", False),
    ):
        ports.add_card_action(
            ports.CardAction(
                key, label, icon, _logging(key), Activity.record_key, primary=primary, thumb=True, short=short,
                position=20 if primary else 10,
            )
        )  # fmt: skip


def add_to_contacts() -> None:
    """Give it to the record engine; called once, when declarations are read."""
    columns = ["last_activity", "next_task"]
    extend(Party.record_key, fields=FIELDS, columns=columns, panels=PANELS, related=RELATED, presets=PRESETS)
    _add_buttons()
