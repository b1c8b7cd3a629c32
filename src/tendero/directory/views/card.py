"""The card of a contact: who he is, what comes next, how he is, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tendero.directory import ports
from tendero.directory.models import Party, PartyAddress, PartyKind
from tendero.directory.queries import card
from tendero.directory.queries.merging import absorbed
from tendero.directory.rules.addresses import Address, short_line
from tendero.directory.rules.tax_ids import format_tax_id, tax_id_name
from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry
from tendero.records.detail.facts import ShownPanel, shown_panels

_MOBILE = ("+346", "+347")


@dataclass(frozen=True)
class ReachLink:
    """A way to reach him with one touch; no address, no button. `away` leaves the program."""

    label: str
    icon: str
    url: str
    away: bool = False


@dataclass(frozen=True)
class ShownAction:
    """A button of a room above, with its address for this contact."""

    label: Any
    short: Any
    icon: str
    url: str
    primary: bool
    thumb: bool


@permitted(Party.record_key, "view")
@require_GET
def show(request: ActorRequest, ref: str) -> HttpResponse:
    """The whole card."""
    record = registry.get(Party.record_key)
    try:
        party = card.read(request.actor, ref)
    except permissions.Missing:
        if instead := Party.stands_for(ref):
            return redirect("directory:card", instead)
        raise
    panels = shown_panels(record, party, request.actor)
    return render(request, "directory/card/page.html", head(party, request.actor) | panels | _fresh(panels))


def head(party: Party, actor: Actor) -> dict[str, Any]:
    """What stands at the top: names, roles, how to reach him, what may be done."""
    hidden = permissions.hidden_fields(actor, Party.record_key)
    whom = _whom(party, actor, hidden)
    address = next(iter(party.addresses.all()), None)
    return {
        "party": party,
        "row": party,
        "hidden": hidden,
        "closed": hidden | permissions.readonly_fields(actor, Party.record_key),
        "may_change": card.may(party, actor, "change"),
        "may_export": card.may(party, actor, "export"),
        "may_merge": card.may(party, actor, "merge"),
        "absorbed": absorbed(party, actor),
        "may_delete": card.may(party, actor, "delete"),
        "edit": reverse("records:edit", args=["parties", party.ref]),
        "this_year": clock.today(actor.time_zone).year,
        "held": [given for given in party.roles.all() if given.current is not None],
        "whom": whom,
        "position": card.position(party, whom) if whom else "",
        "address": _where(address, hidden) if address else "",
        "tax_name": tax_id_name(party.tax_country),
        "tax_shown": format_tax_id(party.tax_id, party.tax_country),
        "photo": reverse("directory:picture", args=[party.ref]) if party.photo_id and "photo" not in hidden else "",
        "links": links(party, hidden),
        "actions": [
            ShownAction(one.label, one.short or one.label, one.icon, one.url(party), one.primary, one.thumb)
            for one in ports.card_actions_for(actor)
        ],
        "words": {"phone": _("Telephone"), "email": _("E-mail"), "address": _("Address")},
    }


def _where(address: PartyAddress, hidden: frozenset[str]) -> str:
    """The first address in a line, without what this actor must not know."""
    known = {name: getattr(address, name) for name in ("street", "city") if name not in hidden}
    return short_line(Address(**known))


def _whom(party: Party, actor: Actor, hidden: frozenset[str]) -> Party | None:
    """At a company whom one deals with, of a person where he works; nobody who is out of sight."""
    other = party.main_contact if party.kind == PartyKind.ORGANISATION else party.works_at
    if other is None or other.binned_at is not None or hidden & {"relationships", "with_whom"}:
        return None
    return other if permissions.allowed(actor, "view", other) else None


def links(party: Party, hidden: frozenset[str]) -> list[ReachLink]:
    """Call, WhatsApp and mail, as far as there is where to."""
    phone = "" if hidden & {"phone", "phones"} else party.phone
    email = "" if hidden & {"email", "emails"} else party.email
    mobile = next((row.number for row in party.phones.all() if row.whatsapp), "") if phone else ""
    mobile = mobile or (phone if phone.startswith("+") and (phone.startswith(_MOBILE) or phone[:3] != "+34") else "")
    return [
        ReachLink(pgettext("card", "Call"), "phone", f"tel:{phone}" if phone else ""),
        ReachLink("WhatsApp", "whatsapp", f"https://wa.me/{mobile[1:]}" if mobile else "", away=True),
        ReachLink(_("E-mail"), "mail", f"mailto:{email}" if email else ""),
    ]


def _fresh(panels: dict[str, list[ShownPanel]]) -> dict[str, bool]:
    """A contact with nothing yet: the room of activities says what to do first."""
    steps = next((p.content.get("steps") for p in panels["middle"] if p.panel and p.panel.name == "first"), None)
    return {"fresh": bool(steps)}
