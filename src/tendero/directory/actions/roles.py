"""Roles: what somebody is to the company, from a day and perhaps until another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from tendero.directory.actions.reading import check_dates
from tendero.directory.actions.rights import reachable, require_change, require_open
from tendero.directory.events import RolesEnded, RolesGiven
from tendero.directory.models import Party, PartyRole, RoleType
from tendero.kernel import clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish


@action(gettext_lazy("Give a role"), record="directory.Party", verb="change")
def give_role(
    party: Party,
    *,
    role: RoleType,
    since: date | None = None,
    until: date | None = None,
    target: RoleType | None = None,
    by: Actor,
) -> PartyRole:
    """Give `party` a role from `since` (today unless said); publishes RolesGiven.

    Whoever holds it already keeps it, with the dates and the role to reach that are given.
    """
    require_change(party, by, "roles")
    check_dates(since, until, "until")
    held: PartyRole | None = PartyRole.objects.filter(party=party, role=role, until=None).first()
    if held is not None:
        given: dict[str, Any] = {"since": since, "until": until, "target": target}
        write.change(held, **{name: value for name, value in given.items() if value is not None})
        return held
    row = write.create(PartyRole(party=party, role=role, since=since or clock.today(), until=until, target=target))
    publish(RolesGiven(parties=(party.pk,), role_id=role.pk, party_id=party.pk))
    return row


@action(gettext_lazy("End a role"), record="directory.Party", verb="change")
def end_role(party: Party, *, role: RoleType, until: date | None = None, by: Actor) -> bool:
    """Say that `party` no longer holds a role; whether it did. Publishes RolesEnded.

    `until` is its last day, yesterday unless said. A role given today was a slip, and goes altogether.
    """
    require_change(party, by, "roles")
    return bool(_end([party.pk], role, until))


@action(gettext_lazy("Give a role"), record="directory.Party", verb="change", offered=True)
def give_roles(parties: Sequence[Party], *, role: RoleType, by: Actor) -> int:
    """Give all these parties a role from today; how many did not hold it. Publishes RolesGiven once."""
    require_open(by, ["roles"])
    found = reachable(parties, by)
    held = set(PartyRole.objects.filter(party__in=found, role=role, until=None).values_list("party_id", flat=True))
    fresh = [party for party in found if party.pk not in held]
    today = clock.today()
    write.create_many(PartyRole, [PartyRole(party=party, role=role, since=today) for party in fresh])
    if fresh:
        publish(RolesGiven(parties=tuple(party.pk for party in fresh), role_id=role.pk))
    return len(fresh)


@action(gettext_lazy("End a role"), record="directory.Party", verb="change", offered=True)
def end_roles(parties: Sequence[Party], *, role: RoleType, by: Actor) -> int:
    """End a role of all these parties; how many held it. Publishes RolesEnded once."""
    require_open(by, ["roles"])
    return _end([party.pk for party in reachable(parties, by)], role, None)


def _end(ids: Iterable[int], role: RoleType, until: date | None) -> int:
    """End the role for those who have it; one that began later was a slip and goes. How many had it."""
    last = until or clock.today() - timedelta(days=1)
    held = list(PartyRole.objects.filter(party__in=list(ids), role=role, current__isnull=False))
    slips = [row for row in held if row.since is not None and row.since > last]
    write.remove(*slips)
    write.change_many(PartyRole, [row.pk for row in held if row not in slips], until=last)
    if held:
        publish(RolesEnded(parties=tuple(row.party_id for row in held), role_id=role.pk))
    return len(held)


def set_roles(party: Party, items: Any, *, by: Actor) -> bool:
    """Make the roles held today those given (types, or groups with `role`, `since`, `until`, `target`); whether new."""
    wanted: dict[int, Mapping[str, Any]] = {}
    for item in items or ():
        given = item if isinstance(item, Mapping) else {"role": item}
        if given.get("role") is not None:
            wanted[given["role"].pk] = given
    held = {row.role_id: row for row in PartyRole.objects.filter(party=party, current__isnull=False)}
    gone = [row.role for key, row in held.items() if key not in wanted]
    for role in gone:
        _end([party.pk], role, None)
    changed = [_give(party, given, held.get(key), by) for key, given in wanted.items()]
    return any(changed) or bool(gone)


def _give(party: Party, given: Mapping[str, Any], held: PartyRole | None, by: Actor) -> bool:
    """Give the role, or change the dates of the one held; whether anything changed."""
    dates = {name: given[name] for name in ("since", "until", "target") if given.get(name) is not None}
    if held is not None:
        return bool(write.change(held, **dates)) if dates else False
    give_role(party, role=given["role"], by=by, **dates)
    return True
