"""What this room puts on a contact's card, and what each panel needs to show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tendero.activities import ports
from tendero.activities.models import Activity, Document, Silence, Task, TaskKind
from tendero.activities.ports import FirstStep
from tendero.activities.queries import card
from tendero.activities.queries.timeline import Timeline
from tendero.directory.models import Party
from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import may


def timeline(party: Party, actor: Actor) -> Mapping[str, Any]:
    """The historial."""
    return {"party": party, "timeline": Timeline(party, actor), "may_add": may(actor, "add", Activity.record_key)}


def next_step(party: Party, actor: Actor) -> Mapping[str, Any]:
    """The first open task, or none; `fresh` when the contact has nothing yet and the other panel says what to do."""
    tasks = card.open_tasks(party, actor)
    task = tasks[0] if tasks else None
    return {
        "party": party,
        "task": task,
        "day": clock.today(actor.time_zone),
        "logs": task is not None and task.kind != TaskKind.OTHER,
        "fresh": task is None and not card.spoken(party, actor),
        "may_change": may(actor, "change", Task.record_key),
        "may_add": may(actor, "add", Task.record_key),
        **_peace(party, actor),
    }


def _peace(party: Party, actor: Actor) -> dict[str, Any]:
    """Until when he is left in peace, if he is."""
    silence = card.silence(party, actor)
    return {
        "silence": silence,
        "may_quiet": may(actor, "add", Silence.record_key),
        "may_disturb": silence is not None and permissions.allowed(actor, "delete", silence),
    }


def tasks(party: Party, actor: Actor) -> Mapping[str, Any]:
    """All open tasks."""
    return {
        "party": party,
        "tasks": card.open_tasks(party, actor),
        "day": clock.today(actor.time_zone),
        "may_add": may(actor, "add", Task.record_key),
    }


def documents(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Papers kept with the contact."""
    found = card.documents(party, actor)
    return {"party": party, "documents": found, "may_add": may(actor, "add", Document.record_key)}


def first_steps(party: Party, actor: Actor) -> Mapping[str, Any]:
    """What to do first: empty once somebody has spoken with the contact or put a task."""
    fresh = (
        may(actor, "add", Activity.record_key) and not card.open_tasks(party, actor) and not card.spoken(party, actor)
    )
    return {"party": party, "steps": _steps(party, actor) if fresh else []}


def _steps(party: Party, actor: Actor) -> list[FirstStep]:
    visit_title = _("Visit")
    call = FirstStep(
        title=_("Call and ask what they need"),
        text=_("Write down what they say: the next one to open this card will know."),
        label=_("Log the call"),
        icon="phone",
        url=reverse("activities:log", args=[party.ref, "call"]),
    )
    visit = FirstStep(
        title=_("Agree on a visit"),
        text=_("With a day and an hour it appears in Today."),
        label=_("Put the visit"),
        icon="map-pin",
        url=f"{reverse('activities:task_new', args=[party.ref])}?kind=visit&title={visit_title}",
    )
    return [call, visit, *ports.first_steps(party, actor), *_ask_for_consent(party, actor)]


def _ask_for_consent(party: Party, actor: Actor) -> list[FirstStep]:
    """Nothing where an answer is noted already, or whoever reads may not note one."""
    closed = permissions.hidden_fields(actor, Party.record_key) | permissions.readonly_fields(actor, Party.record_key)
    if "consents" in closed or not permissions.allowed(actor, "change", party) or party.consents.exists():
        return []
    step = FirstStep(
        title=_("Ask whether offers are welcome"),
        text=_("Without permission no campaign will reach them."),
        label=_("Note the answer"),
        icon="mail",
        url=reverse("directory:consent", args=[party.ref]),
    )
    return [step]
