"""Does a row's party exist already? Asked for a whole chunk at once, the bin and other people's scopes included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models.functions import Coalesce

from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.finishing import FIRM, KEYLESS, UNMARKED, likeness
from tendero.directory.actions.importing.foreseen import ROW
from tendero.directory.actions.importing.newcomers import keys_of
from tendero.directory.models import Party, PartyKey, PartyKind
from tendero.directory.rules.alike_fields import street
from tendero.directory.rules.matching import KeyKind
from tendero.directory.rules.names import name_key
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold, sort_key

if TYPE_CHECKING:
    from tendero.directory.actions.importing.foreseen import Foreseen

Key = tuple[str, str]
SAID: Final = "said"
"""The kind of key of a contact whom somebody said that the row is; `foreseen.ROW`: of one into whom a row went."""
TOLD: Final = frozenset({SAID, ROW})
STRENGTH: Final = {str(kind): position for position, kind in enumerate(KeyKind)}
STANDS: Final = Coalesce("merged_into", "pk")
"""Who a contact is today: of one that was merged into another, that one."""
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


def look_up(
    drafts: Sequence[Draft],
    kinds: frozenset[str],
    *,
    by: Actor,
    foreseen: Foreseen | None = None,
    said: Mapping[Key, Sequence[int]] | None = None,
) -> Known:
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
        known.refs = dict(Party.everything.filter(ref__in=refs).values_list("ref", STANDS))
    if foreseen is not None:
        foreseen.correct(known, wanted, (key for d in drafts for key in asked(d) if key[0] in UNMARKED), refs)
    for key, who in (said or {}).items():
        known.owners[key].extend(who)
    if ids := known.ids:
        known.seen = _within(ids, "view", by)
        known.changeable = _within(ids, "change", by)
        binned = Party.everything.filter(pk__among=ids, binned_at__isnull=False)
        known.binned = set(binned.values_list("pk", flat=True))
        if foreseen is not None:
            foreseen.rights(known, ids)
    return known


def _look_up_keyless(known: Known, drafts: Sequence[Draft]) -> None:
    """Those without any key are found by all that is known of them; a firm by its name, if a row knows no more."""
    alone = [draft for draft in drafts if draft.bare or (draft.keys and draft.keys[0][0] == KEYLESS)]
    if not alone:
        return
    names = {sort_key(draft.name) for draft in alone}
    told = (STANDS, "kind", "name", "city", "phone")
    found = Party.everything.filter(name_sort__among=names, keys__isnull=True).order_by("pk")
    for pk, kind, name, city, phone in found.values_list(*told):
        known.owners[KEYLESS, likeness(kind, name, city, phone)].append(pk)
    if names := {sort_key(draft.name) for draft in alone if draft.bare and draft.bare[0] == FIRM}:
        firms = Party.everything.filter(name_sort__among=names, kind=PartyKind.ORGANISATION).order_by("pk")
        for pk, name in firms.values_list(STANDS, "name"):
            known.owners[FIRM, fold(name)].append(pk)


def asked(draft: Draft) -> list[Key]:
    """The keys by which somebody may be the one whom the row means."""
    return [*draft.keys, draft.bare] if draft.bare else draft.keys


def rank(kind: str, binned: bool) -> tuple[bool, int]:
    """The living before those in the bin, the surest key first."""
    return binned, -1 if kind in TOLD else STRENGTH.get(kind, 9)


def best(draft: Draft, known: Known, kinds: frozenset[str]) -> list[tuple[str, str, int]]:
    """Who of the directory it may be, the surest first: `(kind of key, key, party)`."""
    if draft.ref in known.refs:
        return [("id", draft.ref, known.refs[draft.ref])]
    found: dict[tuple[str, int], str] = {}
    for kind, key in [*draft.meant, *asked(draft)]:
        if kind in kinds or kind in UNMARKED or kind in TOLD:
            for party in known.owners.get((kind, key), ()):
                found.setdefault((kind, party), key)
    if not found:
        return []
    told = [(kind, key, party) for (kind, party), key in found.items()]
    return sorted(told, key=lambda one: rank(one[0], one[2] in known.binned))


def agreement(card: Card, draft: Draft) -> int:
    """How much of what the row says the card says too: of several whom one key names, the row means the likest."""
    keys = set(keys_of(card))
    pages = {child.address for child in card.of("profiles")}
    return int(
        sum(key in keys for key in asked(draft))
        + sum(card.get(name) == value for name, value in draft.values.items())
        + sum(page in pages for page in draft.profiles)
        + (fold(card.name) == fold(draft.name))
    )


def likely(drafts: Sequence[Draft], known: Known, cards: Mapping[int, Card], kinds: frozenset[str]) -> set[int]:
    """Whom rows will be brought onto, as the cards stand now; many more only share a name and a town with a row."""
    return {
        pk
        for draft in drafts
        for kind, _key, pk in best(draft, known, kinds)
        if pk in cards and not contradicts(cards[pk], draft, kind)
    }


def contradicts(card: Card, draft: Draft, kind: str) -> bool:
    """Whether two that share this key are plainly two: another tax id, or a switchboard shared by a firm and a man."""
    if kind in ("id", *TOLD, *UNMARKED, KeyKind.REFERENCE, KeyKind.TAX_ID):
        return False
    ours, theirs = card.get("tax_id"), draft.values.get("tax_id", "")
    if ours and theirs and ours != theirs:
        return True
    if kind not in WEAK or draft.nameless or card.nameless or "@" in card.name:
        return False
    alike = set(name_key(card.name).split()) & set(name_key(draft.name).split())
    return not alike and (kind == KeyKind.PHONE or card.kind != draft.kind)


def lives_elsewhere(card: Card, draft: Draft) -> bool:
    """Whether somebody of the same name in the same town has another telephone, another street and no e-mail in common.

    Neither surely the same nor surely another. The card must have its children.
    """
    here = {found for child in card.of("addresses") if (found := street(child.street))}
    there = {found for address, _label in draft.addresses if (found := street(address.street))}
    ours, theirs = {child.number for child in card.of("phones")}, {phone.number for phone, _label in draft.phones}
    if not (here and there and ours and theirs) or not (here.isdisjoint(there) and ours.isdisjoint(theirs)):
        return False
    mine = {child.address.lower() for child in card.of("emails")}
    return mine.isdisjoint(address.lower() for address, _label in draft.emails)


def _within(ids: Iterable[int], verb: str, by: Actor) -> set[int]:
    """Those of these contacts, binned ones too, on which the actor may do `verb`."""
    found = Party.everything.visible_to(by, verb).filter(pk__among=ids)
    return set(found.values_list("pk", flat=True))
