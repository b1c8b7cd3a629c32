"""Is this one already here? The one rule of uniqueness, asked of what is being typed or sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as _

from tendero.directory.models import KnownApart, Party, PartyKey, PartyKind
from tendero.directory.queries.likeness import traits_of
from tendero.directory.queries.traits import traits_by_key
from tendero.directory.rules import names
from tendero.directory.rules.birthdays import Birthday, parse_birthday
from tendero.directory.rules.emails import normal_email
from tendero.directory.rules.likeness import Traits, Verdict, likeness, traits
from tendero.directory.rules.matching import STRENGTH, Identity, KeyKind, kind_of, mark_of, match_keys
from tendero.directory.rules.phones import parse_phone
from tendero.directory.rules.tax_ids import parse_tax_id
from tendero.kernel import permissions, text
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting

MOST: Final = 5
CANDIDATES: Final = 200
LIKELY: Final = 20
OUTSIDE_AN_HOUR: Final = 30
_log = structlog.get_logger("tendero.directory")


@dataclass(frozen=True)
class Duplicate:
    """A contact that may be the same. `party` is None when it lies beyond what the actor sees."""

    party: Party | None
    why: str
    kind: str


def duplicates_of(values: Mapping[str, Any], actor: Actor, *, but: Party | None = None) -> list[Duplicate]:
    """Contacts that share a key with `values` (named as in forms), strongest first; then those that look like it. At
    most 5. Not those of whom somebody has said that they and `but` are two.

    One out of the actor's reach is told once, without a name, at most 30 times an hour, and logged. What is hidden from
    the actor is not compared: a match would tell whose it is.
    """
    known = _known(values, actor)
    identity = identity_of(known)
    apart = _apart(but)
    strongest = {pk: kind for pk, kind in _matches(match_keys(identity), but).items() if pk not in apart}
    parties = {p.pk: p for p in _seen(actor).filter(pk__in=strongest)}
    ranked = sorted(strongest, key=lambda pk: STRENGTH[strongest[pk]])
    found = [Duplicate(parties[pk], why(strongest[pk]), strongest[pk]) for pk in ranked if pk in parties]
    outside = [pk for pk in strongest if pk not in parties]
    if outside and _may_be_told(actor, len(outside)):
        found.append(Duplicate(None, _("It exists already. Ask for access to it."), "outside"))
    if len(found) < MOST:
        found += _near(traits_of(known, identity), identity, actor, {*strongest, *apart, *([but.pk] if but else [])})
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


def _apart(party: Party | None) -> set[int]:
    """Those of whom somebody has said that they and this one are two."""
    if party is None:
        return set()
    pairs = KnownApart.objects.filter(Q(one=party) | Q(other=party)).values_list("one", "other")
    return {pk for pair in pairs for pk in pair} - {party.pk}


def _near(typed: Traits, identity: Identity, actor: Actor, known: Iterable[int]) -> list[Duplicate]:
    """Contacts in sight that look like it (`docs/rules/likeness.md`), among those that begin by the same word.

    Names alone choose whom to read whole: two statements and five, however many contacts there are.
    """
    first, _space, rest = text.fold(identity.name).partition(" ")
    if len(first) < 3 or not rest:
        return []
    begin = text.sort_key(first)
    alike = _seen(actor).filter(name_sort__gte=begin, name_sort__lt=f"{begin}\x7f").exclude(pk__in=set(known))
    parties = list(alike.order_by("name_sort", "id")[:CANDIDATES])
    parties.sort(key=lambda party: -_weight(typed, party))
    likely = {party.pk: party for party in parties[:LIKELY]}
    found = traits_by_key(list(likely)) if likely else {}
    weighed = [(likeness(typed, one), likely[pk]) for pk, one in found.items()]
    near = [(found.weight, party) for found, party in weighed if found.verdict is not Verdict.DIFFERENT]
    near.sort(key=lambda pair: (-pair[0], pair[1].pk))
    return [Duplicate(party, _("A very similar name"), "near") for _weight, party in near[:2]]


def _weight(typed: Traits, party: Party) -> float:
    """What the names alone say."""
    organisation = party.kind == PartyKind.ORGANISATION
    return likeness(typed, traits(name=party.name, organisation=organisation)).weight


def _may_be_told(actor: Actor, outside: int) -> bool:
    """Whether this actor may learn once more that something exists beyond his reach; every time is logged."""
    _log.warning("duplicate beyond reach", actor=actor.user_id, origin=actor.origin, matches=outside)
    return any(cache.add(f"directory:outside:{actor.user_id}:{number}", 1, 3600) for number in range(OUTSIDE_AN_HOUR))
