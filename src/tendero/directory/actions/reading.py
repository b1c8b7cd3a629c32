"""What was given for each repeated group, as columns: normalised, never refused for looking odd."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.actions.lists import Group, Row
from tendero.directory.models import (
    Observation,
    Party,
    PartyAddress,
    PartyEmail,
    PartyPhone,
    PartyProfile,
    PartyReference,
    Relationship,
    Responsible,
)
from tendero.directory.models.reach import Reach
from tendero.directory.rules.addresses import Address, normalised
from tendero.directory.rules.emails import normal_email
from tendero.directory.rules.phones import parse_phone
from tendero.kernel import changes
from tendero.kernel.models import RecordModel, Setting
from tendero.kernel.text import fold


def home_country() -> str:
    """The country whose telephones and addresses need no prefix: asked once a change set."""
    opened = changes.current()
    notes: dict[str, Any] = opened.notes if opened is not None else {}
    if "directory.home" not in notes:
        notes["directory.home"] = str(Setting.read("company.country"))
    return str(notes["directory.home"])


def tidy(value: Any, longest: int = 200) -> str:
    """Single spaces, no blanks around, no longer than its column."""
    return " ".join(str(value or "").split())[:longest]


def part(item: Any, first: str) -> Mapping[str, Any]:
    """An item of a group; a bare text is its first field."""
    return item if isinstance(item, Mapping) else {first: item}


def read_email(item: Any, party: Party) -> Row | None:
    """An e-mail address without stray spaces or ``mailto:``."""
    given = part(item, "address")
    address = normal_email(str(given.get("address") or ""))
    return {"address": address, "label": tidy(given.get("label"), 40)} if address else None


def read_phone(item: Any, party: Party) -> Row | None:
    """A telephone in E.164 where it can be read, else as typed."""
    given = part(item, "number")
    typed = tidy(given.get("number"), 60)
    if not typed:
        return None
    found = parse_phone(typed, home_country())
    shown = found.display if found.is_e164 else typed[:40]
    row = {"number": found.number or typed[:40], "shown": shown, "label": tidy(given.get("label"), 40)}
    return row | {"whatsapp": bool(given["whatsapp"])} if "whatsapp" in given else row


def read_address(item: Any, party: Party) -> Row | None:
    """An address with its postal code repaired and, in Spain, its province."""
    given = part(item, "street")
    country = tidy(given.get("country"), 2).upper()
    names = ("street", "street2", "postal_code", "city", "region")
    street, street2, postal_code, city, region = (tidy(given.get(name)) for name in names)
    if not any((country, street, street2, postal_code, city, region)):
        return None
    found = normalised(Address(street, street2, postal_code, city, region, country or home_country()))
    return {
        "street": found.street[:200],
        "street2": found.street2[:200],
        "postal_code": found.postal_code[:12],
        "city": found.city[:100],
        "region": found.region[:100],
        "country": found.country,
        "label": tidy(given.get("label"), 40),
    }


def read_profile(item: Any, party: Party) -> Row | None:
    """A page of his on a network."""
    given = part(item, "address")
    address = tidy(given.get("address"), 300)
    return {"address": address, "label": tidy(given.get("label"), 40)} if address else None


def read_reference(item: Any, party: Party) -> Row | None:
    """The code another system gives him."""
    given = part(item, "code")
    code = tidy(given.get("code"), 100)
    return {"system": tidy(given.get("system"), 40), "code": code} if code else None


def read_observation(item: Any, party: Party) -> Row | None:
    """A taste or a need; of today unless said, in the words of what it names where it has none."""
    given = part(item, "text")
    subject = given.get("subject")
    text = tidy(given.get("text") or subject, 200)
    if not text:
        return None
    kind = str(given.get("kind") or Observation.Kind.TASTE)
    if kind not in Observation.Kind.values:
        raise ValidationError({"observations": _("It is something that he likes or something that he needs.")})
    row = {"kind": kind, "text": text, "origin": tidy(given.get("origin"), 120)}
    if "subject" in given:
        row |= pointing_at(subject)
    return row | {"on": given["on"]} if given.get("on") else row


def pointing_at(subject: RecordModel | None) -> Row:
    """The columns of a pointer at a row of any room."""
    if subject is None:
        return {"subject_type": "", "subject_id": None}
    return {"subject_type": subject.key(), "subject_id": subject.pk}


def read_relationship(item: Any, party: Party) -> Row | None:
    """What he is to somebody else."""
    given = part(item, "other")
    other, kind = given.get("other"), given.get("type")
    if other is None or kind is None:
        return None
    if party.pk is not None and other.pk == party.pk:
        raise ValidationError({"relationships": _("A contact is not related to itself.")})
    dates = {"since": given.get("since"), "until": given.get("until")}
    check_dates(dates["since"], dates["until"], "relationships")
    return {"type": kind, "other": other, "note": tidy(given.get("note"), 120), **dates}


def read_responsible(item: Any, party: Party) -> Row | None:
    """Who else looks after him, and for what."""
    given = part(item, "user")
    user, topic = given.get("user"), tidy(given.get("topic"), 60)
    if user is None:
        return None
    if not topic:
        raise ValidationError({"responsibles": _("Say what for: invoices, repairs, deliveries…")})
    return {"user": user, "topic": topic}


def check_dates(since: Any, until: Any, field: str) -> None:
    """ValidationError where something ends before it begins."""
    if since and until and until < since:
        raise ValidationError({field: _("It cannot end before it begins.")})


def _reach(model: type[Reach], read: Callable[[Any, Party], Row | None], *columns: str) -> Group:
    """A group of ways to reach somebody, told apart as their model says."""
    return Group(model, read, model.said, columns, ordered=True, gains=model.gains)


GROUPS: Final[dict[str, Group]] = {
    "emails": _reach(PartyEmail, read_email, "address", "label"),
    "phones": _reach(PartyPhone, read_phone, "number", "shown", "label", "whatsapp"),
    "addresses": _reach(
        PartyAddress, read_address, "street", "street2", "postal_code", "city", "region", "country", "label"
    ),
    "profiles": _reach(PartyProfile, read_profile, "address", "label"),
    "references": Group(
        PartyReference, read_reference, lambda row: ((fold(row["system"]), fold(row["code"])), ""), ("system", "code")
    ),
    "observations": Group(
        Observation,
        read_observation,
        lambda row: ((row["kind"], fold(row["text"])), ""),
        ("kind", "text", "on", "origin", "subject_type", "subject_id"),
    ),
    "relationships": Group(
        Relationship,
        read_relationship,
        lambda row: ((row["type"].pk, row["other"].pk), ""),
        ("type", "other", "since", "until", "note"),
    ),
    "responsibles": Group(
        Responsible, read_responsible, lambda row: ((row["user"].pk, fold(row["topic"])), ""), ("user", "topic")
    ),
}
"""The repeated groups by the name of their field."""
