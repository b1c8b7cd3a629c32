"""What the panels of a contact's card and of an opportunity's page read."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from tendero.activities.models import Activity, Document, Silence, Task, in_order
from tendero.directory.models import Party
from tendero.directory.queries.card import has
from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.records.veil import all_veiled, veiled

SHOWN: Final = 12


def open_tasks(party: Party, actor: Actor) -> list[Task]:
    """Open tasks with this contact, in the order they are done; read once for all panels of one reading of the card."""
    known: dict[Actor, list[Task]] = party.__dict__.setdefault("_card_tasks", {})
    if actor not in known:
        known[actor] = _open_tasks(party, actor) if has(party, "tasks") else []
    return known[actor]


def _open_tasks(party: Party, actor: Actor) -> list[Task]:
    found = Task.objects.visible_to(actor).filter(party=party, done_at=None)
    return all_veiled(in_order(found).select_related("assignee")[:SHOWN], actor)


def spoken(party: Party, actor: Actor) -> bool:
    """Whether anything but milestones has been written about the contact; read once, as the tasks are."""
    known: dict[Actor, bool] = party.__dict__.setdefault("_card_spoken", {})
    if actor not in known:
        known[actor] = has(party, "activities") and bool(_one_written(actor, party=party.pk))
    return known[actor]


@compiled
def _one_written(actor: Actor, *, party: Any) -> QuerySet[Any]:
    rows = Activity.objects.visible_to(actor).filter(party=party).exclude(kind="milestone")
    one: QuerySet[Any] = rows.order_by().values_list("pk")[:1]
    return one


def open_tasks_about(row: Any, actor: Actor) -> list[Task]:
    """Open tasks about a record of any room."""
    found = Task.objects.visible_to(actor).filter(subject_type=row.key(), subject_id=row.pk, done_at=None)
    return list(in_order(found).select_related("assignee")[:SHOWN])


def documents(party: Party, actor: Actor) -> list[Document]:
    """Papers kept with this contact, newest first."""
    if not has(party, "documents"):
        return []
    found = Document.objects.visible_to(actor).filter(party=party).select_related("file", "author")
    return list(found.order_by("-created", "-id")[:SHOWN])


def silence(party: Party, actor: Actor) -> Silence | None:
    """What was said last about leaving him in peace, while it holds."""
    if not has(party, "silences"):
        return None
    said: Silence | None = Silence.objects.visible_to(actor).filter(party=party).order_by("-id").first()
    if said is None or said.until < clock.today(actor.time_zone):
        return None
    hidden = permissions.hidden_fields(actor, Silence.record_key)
    return None if {"until", "party"} & hidden else veiled(said, actor)
