"""Writing people and organisations into the directory, and changing what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions import values as read
from tendero.directory.actions.consents import append_entries
from tendero.directory.actions.lists import bring
from tendero.directory.actions.reading import GROUPS, home_country
from tendero.directory.actions.relationships import set_employer
from tendero.directory.actions.rights import require_change, require_open
from tendero.directory.actions.roles import set_roles
from tendero.directory.actions.tags import set_tags
from tendero.directory.events import OwnersAssigned, PartyChanged, PartyCreated
from tendero.directory.models import Party
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish
from tendero.kernel.models import RecordModel
from tendero.kernel.permissions import allowed, require

Values = Mapping[str, Any]
# What is neither a column nor a repeated group, each with who writes it; they say whether anything changed.
OTHERS: Final[dict[str, Callable[..., bool]]] = {
    "roles": set_roles,
    "tags": set_tags,
    "consents": append_entries,
    "works_at": set_employer,
}
FIELDS: Final = frozenset(
    {
        *read.TEXTS,
        *read.CHOICES,
        *read.RELATIONS,
        *read.MAIN,
        *read.ADDRESS,
        *GROUPS,
        *OTHERS,
        "tax_country",
        "birthday",
    }
)
"""Every name that `create_party` and `update_party` take."""


@action(gettext_lazy("Add a contact"), record="directory.Party", verb="add")
def create_party(*, by: Actor, values: Values) -> Party:
    """Write a person or an organisation with everything given about it; publishes PartyCreated.

    `values` are named as in forms and the API (`FIELDS`). Telephones, postal codes and tax ids are normalised and kept
    even when they look wrong. ValidationError by field without a name, for an unknown name or a choice that is none.
    """
    require(by, "add", Party.record_key)
    _check(values, by)
    party = Party(tax_country=home_country())
    for name, value in read.columns(values, party).items():
        setattr(party, name, value)
    require(by, "add", party)
    write.create(party)
    _bring_all(party, values, by)
    publish(PartyCreated(party_id=party.pk))
    return party


@action(gettext_lazy("Change a contact"), record="directory.Party", verb="change")
def update_party(party: Party, *, by: Actor, values: Values, expected_version: int | None = None) -> set[str]:
    """Change what is given and nothing else; the names (as given) that really changed. Publishes PartyChanged.

    Lists are brought to what is given: rows that stay are kept, the others changed, added or removed. Consent is a
    ledger: what is given is added. Conflict when the version is no longer the expected one.
    """
    require(by, "change", party)
    _check(values, by, party)
    if expected_version is not None:
        _expect(party, expected_version)
    before = party.owner_id
    altered = write.change(party, **read.columns(values, party)) if party.pk else set()
    changed = _names(altered, values) | _bring_all(party, values, by)
    if party.owner_id != before:
        publish(OwnersAssigned(parties=(party.pk,), owner_id=party.owner_id, before=(before,)))
    if changed:
        publish(PartyChanged(party_id=party.pk, fields=tuple(sorted(changed))))
    return changed


@action(gettext_lazy("Say what he values"), record="directory.Party", verb="change")
def set_most_valued(party: Party, *, first: str, second: str = "", by: Actor) -> set[str]:
    """Write what matters most when he buys, and what next: price, service or quality; "" for unknown."""
    require_change(party, by, "values_first", "values_second")
    if second and second == first:
        raise ValidationError({"values_second": _("Choose another one than the first.")})
    return update_party(party, by=by, values={"values_first": first, "values_second": second if first else ""})


def _check(values: Values, by: Actor, party: Party | None = None) -> None:
    """Known names, open to this actor, naming only what he may see, or what the contact names already."""
    unknown = sorted(set(values) - FIELDS)
    if unknown:
        raise ValidationError({unknown[0]: _("There is no field of this name.")})
    require_open(by, values)
    named = [values.get("referred_by"), values.get("works_at")]
    for group, name in (("relationships", "other"), ("observations", "subject")):
        named += [item.get(name) for item in values.get(group) or () if isinstance(item, Mapping)]
    for other in named:
        known = isinstance(other, RecordModel) and (allowed(by, "view", other) or _is_named_by(party, other))
        if isinstance(other, RecordModel) and not known:
            raise permissions.Missing
    owner = values.get("owner")
    if owner is not None and not owner.is_active:
        raise ValidationError({"owner": _("%(name)s no longer works here.") % {"name": owner.name}})


def _is_named_by(party: Party | None, other: RecordModel) -> bool:
    """Whether he has a relationship with that one, or needs it, already: what is out of sight stays where it is."""
    if party is None:
        return False
    if isinstance(other, Party):
        return party.relationships.filter(other=other.pk).exists()
    return party.observations.filter(subject_type=other.key(), subject_id=other.pk).exists()


def _expect(party: Party, version: int) -> None:
    """Conflict at once, whatever will be written: children count as the party's own."""
    fresh = Party.everything.select_for_update().filter(pk=party.pk).first()
    if fresh is None:
        raise permissions.Missing
    if fresh.version != version:
        raise write.Conflict(fresh)


def _bring_all(party: Party, values: Values, by: Actor) -> set[str]:
    """Groups, roles, tags, employer and consent; the given names that changed something."""
    changed: set[str] = set()
    for name, items in read.groups(values, party).items():
        if bring(GROUPS[name], party, items):
            changed |= _asked_by(name, values)
    for name, write_it in OTHERS.items():
        if name in values and write_it(party, values[name], by=by):
            changed.add(name)
    return changed


def _asked_by(group: str, values: Values) -> set[str]:
    """Which of the given names speak of this group."""
    shortcuts = {field for field, (name, _first) in read.MAIN.items() if name == group}
    shortcuts |= set(read.ADDRESS) if group == "addresses" else set()
    return {name for name in values if name == group or name in shortcuts}


def _names(altered: set[str], values: Values) -> set[str]:
    """Columns that changed, as the names that were given."""
    found = {name for name in values if name in altered}
    if "birthday" in values and altered & {"birthday_key", "birth_year"}:
        found.add("birthday")
    if "name" in values and "name" in altered | {"first_name"} and altered & {"name", "first_name", "last_name"}:
        found.add("name")
    return found
