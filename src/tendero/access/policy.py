"""The answer to `kernel.ports.PermissionPolicy`: the matrix, a few thousand short rows of which each process keeps a
copy (`kernel.kept`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from tendero.identity.models import User
from tendero.kernel.actor import Actor
from tendero.kernel.kept import Kept
from tendero.kernel.ports import Scope
from tendero.records import registry

from .models import FieldRule, Grant

_Fields = dict[tuple[str, str], frozenset[str]]


@dataclass(frozen=True)
class Snapshot:
    """The matrix, and who may not act at all."""

    scopes: dict[tuple[str, str, str], Scope]
    hidden: _Fields
    readonly: _Fields
    inactive: frozenset[int]
    unknown: _Fields
    """`hidden`, with the fields that tell the same."""
    closed: _Fields
    """`readonly`, likewise."""


def _load() -> Snapshot:
    scopes: dict[tuple[str, str, str], Scope] = {}
    for code, record, verb, scope in Grant.objects.values_list("profile__code", "record", "verb", "scope"):
        scopes[code, record, verb] = cast(Scope, scope)
    found: dict[str, dict[tuple[str, str], set[str]]] = {mode: defaultdict(set) for mode in FieldRule.Mode.values}
    for code, record, name, mode in FieldRule.objects.values_list("profile__code", "record", "field", "mode"):
        found[mode][code, record].add(name)
    hidden, readonly = (
        {key: frozenset(names) for key, names in found[mode].items()}
        for mode in (FieldRule.Mode.HIDDEN, FieldRule.Mode.READONLY)
    )
    inactive = frozenset(User.objects.filter(is_active=False).values_list("pk", flat=True))
    unknown = _whole(hidden)
    return Snapshot(scopes, hidden, readonly, inactive, unknown | _untold(unknown, scopes), _whole(readonly))


def _untold(unknown: _Fields, scopes: Mapping[tuple[str, str, str], Scope]) -> _Fields:
    """Fields that tell of a field of another record, where that one is hidden or nothing of its record is seen."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    telling = [(record, f) for record in registry.every() for f in record.own_fields.values() if f.needs]
    for code in {code for code, _record, _verb in scopes}:
        for record, field in telling:
            if any(name in unknown.get((code, key), ()) or scopes.get((code, key, "view"), "none") == "none"
                   for key, name in field.needs):  # fmt: skip
                known = found.get((code, record.key), unknown.get((code, record.key), frozenset()))
                found[code, record.key] = known | {field.name}
    return found


def _whole(ruled: _Fields) -> _Fields:
    found = {}
    for (code, key), names in ruled.items():
        record = registry.lookup(key)
        found[code, key] = record.with_their_like(names) if record else names
    return found


KEPT = "policy"
snapshot = Kept(KEPT, _load)


class MatrixPolicy:
    """What a person may do: his profile's row of the matrix.

    A profile that does not exist may do nothing; neither may a deactivated person, whose queued work still carries
    the actor he was.
    """

    def scope(self, actor: Actor, record: str, verb: str) -> Scope:
        known = snapshot()
        if actor.user_id in known.inactive:
            return "none"
        return known.scopes.get((actor.profile, record, verb), "none")

    def hidden_fields(self, actor: Actor, record: str) -> frozenset[str]:
        return snapshot().unknown.get((actor.profile, record), frozenset())

    def readonly_fields(self, actor: Actor, record: str) -> frozenset[str]:
        return snapshot().closed.get((actor.profile, record), frozenset())


def actor_today(actor: Actor) -> Actor | None:
    """Who an actor of the queue is today: his profile and team may have changed; None once he may not act at all."""
    if actor.user_id is None:
        return actor
    person = User.objects.filter(pk=actor.user_id, is_active=True).first()
    return person.actor(actor.origin) if person is not None else None
