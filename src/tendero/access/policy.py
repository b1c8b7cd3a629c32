"""The answer to `kernel.ports.PermissionPolicy`: the matrix, read once per process and known to be fresh.

The whole matrix is a few thousand short rows, so each process keeps one immutable copy. `PolicyStamp` changes with
every change of it, in the same transaction; the first question of each request compares the stamp (one look-up by
primary key) and reloads when it differs. Outside a request every question compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import cast

from tendero.identity.models import User
from tendero.kernel.actor import Actor
from tendero.kernel.ports import Scope

from .models import FieldRule, Grant, PolicyStamp

_Fields = dict[tuple[str, str], frozenset[str]]


@dataclass(frozen=True)
class Snapshot:
    """The matrix as it was under one stamp."""

    stamp: str
    scopes: dict[tuple[str, str, str], Scope]
    hidden: _Fields
    readonly: _Fields
    inactive: frozenset[int]


@dataclass
class _Held:
    """What one request has already found to be fresh."""

    snapshot: Snapshot | None = field(default=None)


_loaded: Snapshot | None = None
_held: ContextVar[_Held | None] = ContextVar("tendero_policy_held", default=None)


def current_stamp() -> str:
    """The stamp in the database, "" before the first migration filled the matrix."""
    return PolicyStamp.objects.filter(pk=1).values_list("value", flat=True).first() or ""


def _load(stamp: str) -> Snapshot:
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
    return Snapshot(stamp, scopes, hidden, readonly, inactive)


def snapshot() -> Snapshot:
    """The matrix as it is now."""
    global _loaded  # one copy per process, replaced whole and never changed
    held = _held.get()
    if held is not None and held.snapshot is not None:
        return held.snapshot
    stamp = current_stamp()
    fresh = _loaded
    if fresh is None or fresh.stamp != stamp:
        fresh = _loaded = _load(stamp)
    if held is not None:
        held.snapshot = fresh
    return fresh


@contextmanager
def held() -> Iterator[None]:
    """Compare the stamp once in this block instead of at every question: one request, one unit of work."""
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def forget() -> None:
    """Make the next question of this request look again; called by whatever changes the matrix."""
    found = _held.get()
    if found is not None:
        found.snapshot = None


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
        return snapshot().hidden.get((actor.profile, record), frozenset())

    def readonly_fields(self, actor: Actor, record: str) -> frozenset[str]:
        return snapshot().readonly.get((actor.profile, record), frozenset())


def actor_today(actor: Actor) -> Actor | None:
    """Who an actor of the queue is today: his profile and team may have changed; None once he may not act at all."""
    if actor.user_id is None:
        return actor
    person = User.objects.filter(pk=actor.user_id, is_active=True).first()
    return person.actor(actor.origin) if person is not None else None
