"""Is this one already here? The one rule of uniqueness, asked of what is being typed or sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.core.cache import cache
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from tendero.directory.models import Party, PartyKey, PartyKind
from tendero.directory.rules import names
from tendero.directory.rules.birthdays import Birthday, parse_birthday
from tendero.directory.rules.emails import normal_email
from tendero.directory.rules.matching import STRENGTH, Identity, KeyKind, kind_of, mark_of, match_keys
from tendero.directory.rules.phones import parse_phone
from tendero.directory.rules.tax_ids import parse_tax_id
from tendero.kernel import permissions, text
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting

MOST: Final = 5
NEAR: Final = 88.0
CANDIDATES: Final = 200
OUTSIDE_AN_HOUR: Final = 30
_log = structlog.get_logger("tendero.directory")


@dataclass(frozen=True)
class Duplicate:
    """A contact that may be the same. `party` is None when it lies beyond what the actor sees."""

    party: Party | None
    why: str
    kind: str


def duplicates_of(values: Mapping[str, Any], actor: Actor, *, but: Party | None = None) -> list[Duplicate]:
    """Contacts that share a key with `values` (named as in forms), strongest first; then near names. At most 5.

    One out of the actor's reach is told once, without a name, at most 30 times an hour, and logged. What is hidden from
    the actor is not compared: a match would tell whose it is.
    """
    identity = identity_of(_known(values, actor))
    strongest = _matches(match_keys(identity), but)
    parties = {p.pk: p for p in _seen(actor).filter(pk__in=strongest)}
    ranked = sorted(strongest, key=lambda pk: STRENGTH[strongest[pk]])
    found = [Duplicate(parties[pk], why(strongest[pk]), strongest[pk]) for pk in ranked if pk in parties]
    outside = [pk for pk in strongest if pk not in parties]
    if outside and _may_be_told(actor, len(outside)):
        found.append(Duplicate(None, _("It exists already. Ask for access to it."), "outside"))
    if len(found) < MOST:
        found += _near(identity, actor, {*strongest, *([but.pk] if but else [])})
    return found[:MOST]


def _known(values: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    hidden = permissions.hidden_fields(actor, Party.record_key)
    return {name: value for name, value in values.items() if name not in hidden}


def identity_of(values: Mapping[str, Any]) -> Identity:
    """What identifies a contact in the values of a form or of the API, normalised as it will be stored."""
    home = str(Setting.read("company.country"))
    birthday = values.get("birthday")
    parsed = birthday if isinstance(birthday, Birthday) else parse_birthday(str(birthday)) if birthday else None
    tax_id = str(values.get("tax_id") or "")
    return Identity(
        name=_name(values),
        organisation=values.get("kind") == PartyKind.ORGANISATION,
        tax_id=parse_tax_id(tax_id, str(values.get("tax_country") or home)).value if tax_id else "",
        emails=[normal_email(address) for address in _all(values, "email", "emails", "address")],
        phones=[parse_phone(number, home).number for number in _all(values, "phone", "phones", "number")],
        references=[
            (str(item.get("system") or ""), str(item.get("code") or ""))
            for item in values.get("references") or ()
            if isinstance(item, Mapping)
        ],
        birthday_key=parsed.key if parsed else 0,
        cities=_all(values, "city", "addresses", "city"),
    )


def why(kind: str) -> str:
    """How a match is explained."""
    return {
        KeyKind.REFERENCE: _("That reference is here already"),
        KeyKind.TAX_ID: _("That tax id is here already"),
        KeyKind.EMAIL: _("That e-mail is here already"),
        KeyKind.PHONE: _("That telephone is here already"),
        KeyKind.NAME_BIRTHDAY: _("Same name and birthday"),
        KeyKind.NAME_CITY: _("Same name in the same city"),
    }.get(KeyKind(kind), "")


def _name(values: Mapping[str, Any]) -> str:
    parts = [str(values.get(part) or "") for part in ("first_name", "last_name", "second_last_name")]
    return names.full_name(*parts) if any(parts) else str(values.get("name") or "")


def _all(values: Mapping[str, Any], main: str, group: str, first: str) -> list[str]:
    items = (item.get(first) if isinstance(item, Mapping) else item for item in values.get(group) or ())
    return [str(one) for one in (values.get(main), *items) if one]


def _matches(keys: Sequence[tuple[str, str]], but: Party | None) -> dict[int, KeyKind]:
    """Living parties that share a key, each with the strongest kind it shares."""
    rows = PartyKey.objects.filter(mark__in=[mark_of(*key) for key in keys], party__binned_at=None)
    if but is not None:
        rows = rows.exclude(party=but)
    found: dict[int, KeyKind] = {}
    for pk, mark in rows.order_by("mark", "party_id").values_list("party_id", "mark")[: MOST + 1]:  # strongest first
        found.setdefault(pk, kind_of(mark))
    return found


def _seen(actor: Actor) -> Any:
    return Party.objects.visible_to(actor).select_related("owner", "main_contact")


def _near(identity: Identity, actor: Actor, known: Iterable[int]) -> list[Duplicate]:
    """Contacts in sight whose name reads nearly the same: compared with those that begin by the same word."""
    folded = text.fold(identity.name)
    first, _space, rest = folded.partition(" ")
    if len(first) < 3 or not rest:
        return []
    begin = text.sort_key(first)
    alike = _seen(actor).filter(name_sort__gte=begin, name_sort__lt=f"{begin}\x7f").exclude(pk__in=set(known))
    near = [party for party in alike.order_by("name_sort", "id")[:CANDIDATES] if _likeness(folded, party) >= NEAR]
    near.sort(key=lambda party: -_likeness(folded, party))
    return [Duplicate(party, _("A very similar name"), "near") for party in near[:2]]


def _likeness(folded: str, party: Party) -> float:
    return fuzz.token_sort_ratio(folded, party.name_folded)


def _may_be_told(actor: Actor, outside: int) -> bool:
    """Whether this actor may learn once more that something exists beyond his reach; every time is logged."""
    _log.warning("duplicate beyond reach", actor=actor.user_id, origin=actor.origin, matches=outside)
    return any(cache.add(f"directory:outside:{actor.user_id}:{number}", 1, 3600) for number in range(OUTSIDE_AN_HOUR))
