"""Does a row's party exist already? Asked for a whole chunk at once, the bin and other people's scopes included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.finishing import KEYLESS, likeness
from tendero.directory.models import Party, PartyKey
from tendero.directory.rules.matching import KeyKind
from tendero.directory.rules.names import name_key
from tendero.kernel.actor import Actor
from tendero.kernel.text import sort_key

Key = tuple[str, str]
STRENGTH: Final = {str(kind): position for position, kind in enumerate(KeyKind)}
WEAK = frozenset({KeyKind.PHONE, KeyKind.EMAIL})


@dataclass(slots=True)
class Known:
    """What the database knows of a chunk's keys: who has each, who is in reach, who lies in the bin."""

    owners: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    refs: dict[str, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    changeable: set[int] = field(default_factory=set)
    binned: set[int] = field(default_factory=set)

    @property
    def ids(self) -> set[int]:
        """Everybody that any key of the chunk names."""
        return {pk for owners in self.owners.values() for pk in owners} | set(self.refs.values())


def look_up(drafts: Sequence[Draft], kinds: frozenset[str], *, by: Actor) -> Known:
    """One query for all keys, and three for who may see, who may change and who lies in the bin."""
    known = Known()
    # Who has no key has no mark either.
    keys = (pair for draft in drafts for pair in zip(draft.marks, draft.keys, strict=False))
    wanted: dict[int, Key] = {mark: key for mark, key in keys if key[0] in kinds}
    if wanted:
        found = PartyKey.objects.filter(mark__among=wanted).order_by("party_id")
        for mark, party in found.values_list("mark", "party_id"):
            known.owners[wanted[mark]].append(party)
    _look_up_keyless(known, drafts)
    refs = [draft.ref for draft in drafts if draft.ref]
    if refs:
        known.refs = dict(Party.everything.filter(ref__in=refs).values_list("ref", "pk"))
    if ids := known.ids:
        known.seen = _within(ids, "view", by)
        known.changeable = _within(ids, "change", by)
        binned = Party.everything.filter(pk__among=ids, binned_at__isnull=False)
        known.binned = set(binned.values_list("pk", flat=True))
    return known


def _look_up_keyless(known: Known, drafts: Sequence[Draft]) -> None:
    """Those without any key are found by all that is known of them; a firm that is only a name, by its name."""
    alone = [draft for draft in drafts if draft.bare or (draft.keys and draft.keys[0][0] == KEYLESS)]
    if not alone:
        return
    names = {sort_key(draft.name) for draft in alone}
    found = Party.everything.filter(name_sort__among=names, keys__isnull=True).order_by("pk")
    for pk, kind, name, city, phone in found.values_list("pk", "kind", "name", "city", "phone"):
        known.owners[KEYLESS, likeness(kind, name, city, phone)].append(pk)


def best(draft: Draft, known: Known, kinds: frozenset[str]) -> list[tuple[str, int]]:
    """Who it may be, the surest first: `(kind of key, party)`; the living before those in the bin."""
    if draft.ref in known.refs:
        return [("id", known.refs[draft.ref])]
    found = [
        (kind, party)
        for kind, key in [*draft.keys, *([draft.bare] if draft.bare else [])]
        if kind in kinds or kind == KEYLESS
        for party in known.owners.get((kind, key), ())
    ]
    if not found:
        return []
    return sorted(dict.fromkeys(found), key=lambda pair: (pair[1] in known.binned, STRENGTH.get(pair[0], 9)))


def likely(drafts: Sequence[Draft], known: Known, cards: Mapping[int, Card], kinds: frozenset[str]) -> set[int]:
    """Whom rows will be brought onto, as the cards stand now; many more only share a name and a town with a row."""
    return {
        pk
        for draft in drafts
        for kind, pk in best(draft, known, kinds)
        if pk in cards and not contradicts(cards[pk], draft, kind)
    }


def contradicts(card: Card, draft: Draft, kind: str) -> bool:
    """Whether two that share this key are plainly two: another tax id, or a switchboard shared by a firm and a man."""
    if kind in ("id", KEYLESS, KeyKind.REFERENCE, KeyKind.TAX_ID):
        return False
    ours, theirs = card.get("tax_id"), draft.values.get("tax_id", "")
    if ours and theirs and ours != theirs:
        return True
    if kind not in WEAK or draft.nameless:
        return False
    alike = set(name_key(card.party.name).split()) & set(name_key(draft.name).split())
    return not alike and (kind == KeyKind.PHONE or card.party.kind != draft.kind) and "@" not in card.party.name


def _within(ids: Iterable[int], verb: str, by: Actor) -> set[int]:
    """Those of these contacts, binned ones too, on which the actor may do `verb`."""
    found = Party.everything.visible_to(by, verb).filter(pk__among=ids)
    return set(found.values_list("pk", flat=True))
