"""What the screens of this room share: finding the contact and the subject, answering with a toast and its Undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from tendero.activities.models import Task
from tendero.directory.models import Party
from tendero.kernel import changes, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.models import RecordModel
from tendero.kernel.permissions import Missing
from tendero.records import registry, values
from tendero.ui import feedback

NEWS = ("rows-changed",)


def party_of(actor: Actor, ref: str) -> Party:
    """The contact behind a reference; Missing if it is not there for this actor."""
    found: Party = registry.get("directory.Party").get(actor, ref)
    return found


def closed_fields(actor: Actor, record: str = Task.record_key) -> frozenset[str]:
    """Fields of a task, or of another record, that this actor may not know or may not write."""
    return permissions.hidden_fields(actor, record) | permissions.readonly_fields(actor, record)


def shown_on(row: RecordModel, actor: Actor) -> Callable[[str], str]:
    """What a field of the row says, by its name."""
    fields = registry.get(row.record_key).fields_for(actor)
    return lambda name: values.shown(fields[name], row, actor)


def subject_of(actor: Actor, text: str) -> RecordModel | None:
    """What an entry or task is about, written ``slug:ref``; None for an empty text, Missing for what is not there."""
    if not text:
        return None
    slug, _, ref = text.partition(":")
    found: RecordModel = registry.by_slug(slug).get(actor, ref)
    return found


def done(text: Any, opened: changes.OpenChangeSet, *news: str, link: str = "") -> HttpResponse:
    """Close the dialog, say what happened with its Undo, and let the panels load again."""
    response = HttpResponse()
    feedback.close_dialog(response)
    feedback.toast(response, text, undo=opened.ref, link=link)
    return feedback.refresh(response, *(news or NEWS))


def chosen(queryset: Any, ref: str) -> Any:
    """The row behind a reference in a queryset the actor has been let into; Missing otherwise."""
    found = queryset.filter(ref=ref).first()
    if found is None:
        raise Missing
    return found
