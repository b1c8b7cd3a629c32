"""What a contact's card shows: read with a constant number of statements, whatever hangs from the contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from tendero.directory.models import (
    CHANNELS,
    ConsentEntry,
    Observation,
    Party,
    Relationship,
    Responsible,
)
from tendero.directory.models.lists import WORKS_AT
from tendero.directory.models.summary import OFFERS
from tendero.directory.rules.consent import State, current_state
from tendero.kernel import clock, db, permissions, refs
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.records import children, registry
from tendero.records.registry import unused_fields
from tendero.records.sight import sighted

_VERBS: Final = ("change", "delete", "export", "merge")
_TABLES: Final = (
    *("roles", "tags", "emails", "phones", "addresses", "profiles", "references"),
    *("observations", "responsibles", "consents", "relationships", "related_from", "absorbed"),
)
_CHILDREN: Final = "roles__role roles__current tags__tag emails phones addresses profiles references".split()


@dataclass(frozen=True)
class Tie:
    """A relationship read from this contact's side."""

    relationship: Relationship
    other: Party
    words: str
    note: str
    past: bool


@dataclass(frozen=True)
class ChannelState:
    """Whether offers may be sent by one channel, and since when."""

    channel: str
    label: Any
    state: State


def read(actor: Actor, ref: str) -> Party:
    """The contact of this reference with what its head shows; Missing if it is not there for this actor."""
    found = _with_head(actor, ref=ref) if refs.is_ref(ref) else []
    if not found:
        raise permissions.Missing
    party = found[0]
    tables = _tables(actor)
    absent = frozenset(tables) - db.present(party, tables)
    party.__dict__["card_absent"] = absent
    children.load([party], _CHILDREN, absent=absent)
    sighted([party], actor)
    return party


@compiled
def _with_head(actor: Actor, *, ref: Any) -> QuerySet[Party]:
    rows: QuerySet[Party] = Party.objects.visible_to(actor).filter(ref=ref)
    others = ("referred_by", "main_contact", "works_at")
    rows = rows.select_related("owner", "source", "photo", *others).defer(*Party.untold(*others))
    for verb in _VERBS:
        rows = permissions.with_right(rows, actor, verb, f"card_{verb}")
    return rows


def _tables(actor: Actor) -> list[str]:
    """What hangs from a contact here, and in the rooms above that have a panel on the card."""
    panels = registry.get(Party.record_key).panels_for(actor)
    return list(dict.fromkeys([*_TABLES, *(name for panel in panels for name in panel.reads)]))


def has(party: Party, *tables: str) -> bool:
    """Whether anything of the contact stands in any of these tables; `read` has asked it of all of them at once."""
    absent: frozenset[str] = party.__dict__.get("card_absent", frozenset())
    return not absent.issuperset(tables)


def may(party: Party, actor: Actor, verb: str) -> bool:
    """Whether `actor` may do `verb` to the contact; `read` has asked it together with the rest."""
    known: bool | None = party.__dict__.get(f"card_{verb}")
    return permissions.allowed(actor, verb, party) if known is None else known


def ties(party: Party, actor: Actor) -> list[Tie]:
    """Relationships with contacts this actor may see, those of today first; read once for all panels."""
    known: dict[Actor, list[Tie]] = party.__dict__.setdefault("_card_ties", {})
    if actor not in known:
        known[actor] = _read_ties(party, actor)
    return known[actor]


def _read_ties(party: Party, actor: Actor) -> list[Tie]:
    if not has(party, "relationships", "related_from"):
        return []
    rows = Relationship.objects.filter(Q(party=party) | Q(other=party))
    rows = rows.exclude(type__code__in=unused_fields(Party.record_key))  # “works at”, where nobody sells to companies
    rows = rows.select_related("party", "other", "type").defer(*Relationship.untold("party", "other"))
    seen = set(Party.objects.visible_to(actor).filter(pk__in=_others(rows, party)).values_list("pk", flat=True))
    found = [_tie(row, party) for row in rows]
    return sorted((tie for tie in found if tie.other.pk in seen), key=lambda tie: tie.past)


def _others(rows: Iterable[Relationship], party: Party) -> set[int]:
    return {row.other_id if row.party_id == party.pk else row.party_id for row in rows}


def _tie(row: Relationship, party: Party) -> Tie:
    mine = row.party_id == party.pk
    past = row.until is not None and row.until < clock.today()
    words = row.type.name if mine else row.type.inverse
    return Tie(row, row.other if mine else row.party, words, row.note, past)


def staff(party: Party, actor: Actor) -> list[Tie]:
    """Who works today at an organisation."""
    return [
        tie
        for tie in ties(party, actor)
        if tie.relationship.type.code == WORKS_AT and tie.relationship.other_id == party.pk and not tie.past
    ]


def position(party: Party, other: Party) -> str:
    """What one is at the other's company: owner, buyer."""
    pair = Q(party=party, other=other) | Q(party=other, other=party)
    rows = Relationship.objects.filter(pair, type__code=WORKS_AT).exclude(note="")
    return str(rows.values_list("note", flat=True).first() or "")


@dataclass(frozen=True)
class Noticed:
    """A taste or a need, and the page of what it names, where the reader may open it."""

    text: str
    on: date
    origin: str
    url: str


def observations(party: Party, actor: Actor) -> dict[str, list[Noticed]]:
    """What was noticed, by kind, the newest first."""
    found: dict[str, list[Noticed]] = {kind: [] for kind in Observation.Kind.values}
    rows = list(Observation.objects.filter(party=party)) if has(party, "observations") else []
    sighted(rows, actor)
    pages = _pages(rows, actor)
    for row in rows:
        page = pages.get((row.subject_type, row.subject_id or 0), "")
        found[row.kind].append(Noticed(row.text, row.on, row.origin, page))
    return found


def _pages(rows: Iterable[Observation], actor: Actor) -> dict[tuple[str, int], str]:
    """The pages of what these name; none for what lies in the bin or out of his sight. A query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.subject_id is not None and registry.knows(row.subject_type):
            wanted[row.subject_type].add(row.subject_id)
    records = {key: registry.get(key) for key in wanted}
    return {
        (key, subject.pk): record.url("detail", subject)
        for key, record in records.items()
        for subject in record.rows(actor).filter(pk__in=wanted[key])
    }


def responsibles(party: Party) -> list[Responsible]:
    """Who else looks after the contact."""
    found = Responsible.objects.filter(party=party).select_related("user")
    return list(found) if has(party, "responsibles") else []


def ledger(party: Party) -> list[ConsentEntry]:
    """Every entry of the ledger of consent, the newest first."""
    found = ConsentEntry.objects.filter(party=party).select_related("annuls", "annulled_by")
    return list(found) if has(party, "consents") else []


def channels(entries: Iterable[ConsentEntry]) -> list[ChannelState]:
    """Whether offers may be sent, channel by channel."""
    told = [entry.entry() for entry in entries]
    return [ChannelState(channel, label, current_state(told, channel, OFFERS)) for channel, label in CHANNELS]


def last_day(rows: Iterable[Noticed]) -> date | None:
    """When the newest of these was noticed."""
    return max((row.on for row in rows), default=None)
