"""What may be sent to whom: the state of a channel and purpose, read from the ledger's entries.

An objection always wins. It wins over everything written before or after it, whatever its basis, until the person
takes it back, and that needs proof of its own; after that only what was given since counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ANY = ""


class Decision(StrEnum):
    """What an entry of the ledger says."""

    GIVEN = "given"
    OBJECTED = "objected"
    LIFTED = "lifted"
    ANNULLED = "annulled"


class Basis(StrEnum):
    """Why something may be sent. NONE is an honest answer too: nobody knows."""

    CONSENT = "consent"
    PURCHASE = "purchase"
    OTHER = "other"
    NONE = "none"


class Status(StrEnum):
    """ALLOWED and OBJECTED speak for themselves; UNKNOWN means nothing may be sent for lack of a basis."""

    ALLOWED = "allowed"
    OBJECTED = "objected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement. ``channel`` or ``purpose`` empty means all of them. ``number`` orders entries of one day.

    ``annuls`` is the number of the permission that an ANNULLED entry takes for never written.
    """

    channel: str
    purpose: str
    decision: Decision
    basis: Basis
    on: date
    proved: bool = False
    number: int = 0
    annuls: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """``since`` is the day of the entry that decides, None when none does."""

    status: Status
    basis: Basis = Basis.NONE
    since: date | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may be sent."""
        return self.status is Status.ALLOWED


# LSSI 21.2 lets whoever bought receive offers of similar products by electronic means; nothing else.
ELECTRONIC = frozenset(("email", "sms", "whatsapp"))
_PURCHASE_PURPOSES = frozenset(("offers",))


def counts(entry: Entry, channel: str, purpose: str) -> bool:
    """Whether an entry that gives really gives for this channel and purpose."""
    if entry.basis is Basis.CONSENT:
        return entry.proved
    if entry.basis is Basis.PURCHASE:
        return channel in ELECTRONIC and purpose in _PURCHASE_PURPOSES
    return entry.basis is Basis.OTHER


def current_state(entries: Iterable[Entry], channel: str, purpose: str) -> State:
    """The state of one channel and purpose today. The order in which entries arrive does not matter."""
    told = sorted(
        (e for e in standing(entries) if e.channel in (ANY, channel) and e.purpose in (ANY, purpose)),
        key=lambda entry: (entry.on, entry.decision is Decision.OBJECTED, entry.number),
    )
    objections = [e for e in told if e.decision is Decision.OBJECTED]
    lifted = _lift_after(told, objections[-1]) if objections else None
    if objections and lifted is None:
        return State(Status.OBJECTED, Basis.NONE, objections[-1].on)
    given = [
        e
        for e in told
        if e.decision is Decision.GIVEN and counts(e, channel, purpose) and (lifted is None or e.on >= lifted.on)
    ]
    if not given:
        return State(Status.UNKNOWN)
    return State(Status.ALLOWED, given[-1].basis, given[-1].on)


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that count: without permissions written by mistake. An objection cannot be annulled."""
    every = list(entries)
    mistakes = {e.annuls for e in every if e.decision is Decision.ANNULLED}
    return [
        e
        for e in every
        if e.decision is not Decision.ANNULLED
        and not (e.decision is Decision.GIVEN and e.number and e.number in mistakes)
    ]


def _lift_after(told: list[Entry], objection: Entry) -> Entry | None:
    """The proved entry by which the person took the last objection back; one of the same day does not."""
    later = [e for e in told if e.decision is Decision.LIFTED and e.proved and e.on > objection.on]
    wide_enough = [e for e in later if e.channel in (ANY, objection.channel) and e.purpose in (ANY, objection.purpose)]
    return wide_enough[-1] if wide_enough else None
