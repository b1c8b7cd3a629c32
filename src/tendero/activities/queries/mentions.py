"""Who was named with @, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import Lower

from tendero.activities.models import Activity, Mention
from tendero.activities.rules.mentions import mentioned
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.kernel.permissions import allowed

MOST: Final = 30
_SHOWN: Final = (
    *("created", "read_at", "user_id", "activity__ref", "activity__at", "activity__title", "activity__body"),
    *("activity__party__ref", "activity__party__name", "activity__author__name"),
)


@dataclass(frozen=True)
class Audience:
    """Whom a text names: those who may see the contact, and those who may not and so are not told."""

    told: tuple[User, ...] = ()
    left_out: tuple[User, ...] = ()


def audience(text: str, party: Party) -> Audience:
    """Active people named with @ in `text` (at most 30), by whether they may see `party`."""
    names = mentioned(text)[:MOST]
    if not names:
        return Audience()
    people = User.objects.active().annotate(low=Lower("username")).filter(low__in=names)
    told: list[User] = []
    left_out: list[User] = []
    for person in people:
        (told if allowed(person.actor(), "view", party) else left_out).append(person)
    return Audience(tuple(told), tuple(left_out))


def waiting(actor: Actor) -> QuerySet[Mention]:
    """Unread mentions of this person, newest first, in entries he may still see."""
    seen = Activity.objects.visible_to(actor)
    found = Mention.objects.filter(user_id=actor.user_id or 0, read_at=None, activity__in=seen)
    return found.select_related("activity__party", "activity__author").only(*_SHOWN).order_by("-created", "-id")


@compiled
def first_waiting(actor: Actor) -> QuerySet[Mention]:
    """The first twelve of them."""
    return waiting(actor)[:12]


def how_many_waiting(actor: Actor) -> int:
    """The number beside the bell."""
    return waiting(actor).count()
