"""The panels this room puts on a contact's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tendero.directory.models import Observation, Party, PartyKind
from tendero.directory.queries import card
from tendero.directory.rules.consent import Status
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records.declarations import Panel


def edit_url(party: Party, field: str) -> str:
    """The dialog that changes the section of the form which holds this field."""
    return f"{reverse('records:edit', args=['parties', party.ref])}?only={field}"


def _shared(party: Party, actor: Actor) -> dict[str, Any]:
    """What every panel asks: who he is, whether he may be changed, which fields do not exist for this actor."""
    hidden = permissions.hidden_fields(actor, Party.record_key)
    closed = hidden | permissions.readonly_fields(actor, Party.record_key)
    return {
        "party": party,
        "actor": actor,
        "hidden": hidden,
        "closed": closed,
        "may_change": card.may(party, actor, "change"),
        "edit": reverse("records:edit", args=["parties", party.ref]),
    }


def as_he_is(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Tastes, needs, what he values, where he comes from, whom he knows, who else looks after him."""
    noticed = card.observations(party, actor)
    likes, needs = noticed[Observation.Kind.TASTE], noticed[Observation.Kind.NEED]
    return _shared(party, actor) | {
        "likes": likes,
        "needs": needs,
        "likes_on": card.last_day(likes),
        "needs_on": card.last_day(needs),
        "ties": card.ties(party, actor),
        "responsibles": card.responsibles(party),
        "tags": [row.tag for row in party.tags.all()],
        "references": list(party.references.all()),
        "referrer": _seen(party.referred_by, actor),
    }


def _seen(other: Party | None, actor: Actor) -> Party | None:
    """Another contact, if this actor may know of it."""
    known = other is not None and other.binned_at is None and permissions.allowed(actor, "view", other)
    return other if known else None


def people(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Who works at an organisation."""
    company = party.kind == PartyKind.ORGANISATION
    shared = _shared(party, actor)
    shown = company and not {"relationships", "with_whom"} & shared["hidden"]
    return shared | {"company": shown, "staff": card.staff(party, actor) if shown else []}


def reach(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Every telephone, e-mail, address and page, when there are more than the head of the card shows."""
    groups = {name: list(getattr(party, name).all()) for name in ("phones", "emails", "addresses", "profiles")}
    rows = [row for found in groups.values() for row in found]
    more = any(len(found) > 1 for found in groups.values()) or any(row.label for row in rows)
    return _shared(party, actor) | groups | {"more": more or bool(groups["profiles"] or party.website)}


def consents(party: Party, actor: Actor) -> Mapping[str, Any]:
    """Whether offers may be sent, by channel."""
    shared = _shared(party, actor)
    entries = [] if "consents" in shared["hidden"] else card.ledger(party)
    states = card.channels(entries)
    return shared | {
        "states": states,
        "entries": len(entries),
        "nothing": all(one.state.status is Status.UNKNOWN for one in states),
    }


PANELS = [
    Panel("as_he_is", _("What they are like"), "directory/card/as_he_is.html", as_he_is, position=20),
    Panel("people", _("Who works here"), "directory/card/people.html", people, side=True, position=10),
    Panel("reach", _("How to reach"), "directory/card/reach.html", reach, side=True, position=50),
    Panel("consents", _("Consent"), "directory/card/consents.html", consents, side=True, position=60),
]
