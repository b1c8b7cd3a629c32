"""Two or more contacts become one. What hangs on them is found by `kernel.moving`; taken back by `unmerging`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tendero.directory.actions.rights import reachable, require_open
from tendero.directory.events import PartiesMerged
from tendero.directory.models import Party, PartyAddress, PartyEmail, PartyPhone, PartyProfile
from tendero.directory.queries.merging import compare
from tendero.directory.rules.merging import MAIN, UNITS, fields_behind, settled
from tendero.kernel import changes, moving, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish
from tendero.records.custom import merging as own_fields

MOST: Final = 20
_LISTS: Final[Mapping[str, type[Any]]] = {"phone": PartyPhone, "email": PartyEmail, "address": PartyAddress}


class Choice(TypedDict):
    """That of `field` (a unit of `rules.merging`, a list's main one, or an own field) this party's value survives."""

    field: str
    party: Party


class Seen(TypedDict):
    """At which `version` whoever merges read this party: what others wrote since, he has not seen."""

    party: Party
    version: int


@action(gettext_lazy("Merge contacts"), record="directory.Party", verb="merge", offered=True)
def merge_parties(
    kept: Party, *, others: Sequence[Party], choices: Sequence[Choice] = (), seen: Sequence[Seen] = (), by: Actor
) -> Party:
    """Make `others` one with `kept`: its values stay unless `choices` say otherwise; those it lacks it gets.

    Lists are united, everything that points at the others points at `kept`, and they go to the bin marked as merged
    into it. Publishes PartiesMerged. Refused without the right to merge and change each of them, or for a choice of a
    field that is closed to `by`; ValidationError for itself, too many, a person with a company where `kind` was not
    chosen, a choice that is not one; Conflict where one is `seen` at another version than it has.
    """
    group = _group(kept, others, by)
    _expect(group, seen)
    chosen = _read(choices, group, by)
    first, rest = group[0], group[1:]
    columns = settled({party.pk: _columns(party) for party in group}, chosen)
    own_fields.bring(first, rest, {key: _one(group, pk) for key, pk in chosen.items() if key.startswith("custom.")})
    leading = {key: _leading(model, chosen.get(key)) for key, model in _LISTS.items()}
    moving.move(Party, [party.pk for party in rest], to=first.pk)
    for key, row in leading.items():
        _put_first(_LISTS[key], first, row)
    _keep_pages(first, group, columns.get("website", first.website))
    write.change_rows(Party, {first.pk: columns})
    write.to_bin(rest)
    write.change_many(Party, [party.pk for party in rest], merged_into=first)
    write.touch([first])
    publish(PartiesMerged(party_id=first.pk, kept=first.ref, merged=tuple(party.ref for party in rest)))
    kept.refresh_from_db()
    return kept


def merge_by_rule(
    parties: Sequence[Party], *, seen: Mapping[str, int] = MappingProxyType({}), by: Actor
) -> tuple[Party, str]:
    """Make these one as the merge screen proposes it: the one on whom most hangs stays, with the values it has.

    `seen` are versions by reference. Answers the kept one and the reference of the change set, by which it is undone.
    Refused as `merge_parties`, and Conflict as there.
    """
    kept, *others = (side.party for side in compare([party.ref for party in parties], by).sides)
    told: list[Seen] = [{"party": party, "version": seen[party.ref]} for party in (kept, *others) if party.ref in seen]
    with changes.change_set("directory.merge_parties", by=by) as opened:
        merge_parties(kept, others=others, seen=told, by=by)
    kept.refresh_from_db(fields=["version"])  # what answers the merge may have written it once more
    return kept, opened.ref


def _group(kept: Party, others: Sequence[Party], by: Actor) -> list[Party]:
    """The kept one and the others, read again and locked, each within reach."""
    wanted = [kept, *others]
    if not others:
        raise ValidationError({"others": _("Say which contact to merge with.")})
    if len({party.pk for party in wanted}) < len(wanted):
        raise ValidationError({"others": _("A contact is not merged with itself.")})
    if len(wanted) > MOST:
        text = ngettext("%(n)d contact at most.", "%(n)d contacts at most.", MOST) % {"n": MOST}
        raise ValidationError({"others": text})
    reachable(wanted, by, "merge")
    reachable(wanted, by, "change")
    rows = {row.pk: row for row in Party.objects.select_for_update().filter(pk__in=[party.pk for party in wanted])}
    return [rows[party.pk] for party in wanted]


def _expect(group: Sequence[Party], seen: Sequence[Seen]) -> None:
    """Conflict of the first that somebody wrote meanwhile."""
    versions = {told["party"].pk: told["version"] for told in seen}
    for party in group:
        if versions.get(party.pk, party.version) != party.version:
            raise write.Conflict(party)


def _read(choices: Sequence[Choice], group: Sequence[Party], by: Actor) -> dict[str, int]:
    """Whose value of what survives, by primary key; what is closed to `by` is not his to choose."""
    units = {unit.key: unit for unit in UNITS}
    custom = {field.name for field in own_fields.fields_of(Party.record_key)}
    keys = {party.pk for party in group}
    chosen: dict[str, int] = {}
    for choice in choices:
        key, party = choice.get("field", ""), choice.get("party")
        if key not in units and key not in MAIN and key not in custom:
            raise ValidationError({"choices": _("There is no field of this name.")})
        if party is None or party.pk not in keys:
            raise ValidationError({"choices": _("Choose one of the contacts that are merged.")})
        require_open(by, fields_behind(key))
        chosen[key] = party.pk
    if len({party.kind for party in group}) > 1 and "kind" not in chosen:
        raise ValidationError({"kind": _("One is a person and another a company: say which it is.")})
    return chosen


def _columns(party: Party) -> dict[str, Any]:
    return {name: getattr(party, name) for unit in UNITS for name in unit.columns}


def _one(group: Sequence[Party], pk: int) -> Party:
    return next(party for party in group if party.pk == pk)


def _leading(model: type[Any], chosen: int | None) -> Any:
    """The main row of the party that was chosen for this list."""
    return model.objects.filter(party=chosen).first() if chosen is not None else None


def _put_first(model: type[Any], kept: Party, main: Any) -> None:
    """Make this row, or the one that says the same, the first of the kept contact's."""
    if main is None:
        return
    rows = list(model.objects.filter(party=kept))
    first = next((row for row in rows if row.pk == main.pk), None) or main.twin(rows)
    rows.sort(key=lambda row: row is not first)  # a stable sort: the others keep their order
    write.change_rows(model, {row.pk: {"position": place} for place, row in enumerate(rows)})


def _keep_pages(kept: Party, group: Sequence[Party], website: str) -> None:
    """A website that does not stay the main one is one of his pages."""
    known = {row.address.lower(): row for row in PartyProfile.objects.filter(party=kept)}
    place = max((row.position + 1 for row in known.values()), default=0)
    taken = {website.lower(), *known}
    fresh: list[PartyProfile] = []
    for party in group:
        if party.website and party.website.lower() not in taken:
            taken.add(party.website.lower())
            fresh.append(PartyProfile(party=kept, address=party.website, position=place + len(fresh)))
    write.create_many(PartyProfile, fresh)
