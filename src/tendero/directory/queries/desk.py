"""The desk of duplicates: pairs as one person may read them, both sides and what speaks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _

from tendero.directory.models import DuplicatePair, KnownApart, Party
from tendero.directory.models.duplicates import unseen
from tendero.directory.queries.likeness import reasons_beside
from tendero.directory.queries.traits import traits_by_key
from tendero.directory.rules.alike_fields import Degree, Field
from tendero.directory.rules.blocking import groups
from tendero.directory.rules.likeness import Traits, Verdict, likeness
from tendero.directory.rules.tax_ids import format_tax_id
from tendero.kernel import db, permissions
from tendero.kernel.actor import Actor

PAGE: Final = 10
MOST: Final = 1_000
TOGETHER: Final = 4
"""So many of a group stand side by side, and are made one at a time."""

_SALT: Final = "tendero.directory.desk"
SHOWN: Final = ("same", "doubtful", "apart")
_CHILDREN: Final = ("emails", "phones", "addresses", "references")


@dataclass(frozen=True)
class Mark:
    """How far two agree in a field; `parts` names those of its parts that do, where not all of them do alike."""

    degree: str
    parts: Sequence[str] = ()


@dataclass(frozen=True)
class Fact:
    """One field of all of them, and how far two agree; nothing where one of them says nothing, and of more than two."""

    label: str
    texts: Sequence[str]
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Pair:
    """Two of a group, and why."""

    one: Party
    other: Party
    reasons: Sequence[str]


@dataclass(frozen=True)
class Shown:
    """Contacts that look alike one by one, as the desk shows them: two, or a group. `more`: how many do not fit.

    Two who `share` a telephone and whose names tell them apart are rather related than one.
    """

    parties: Sequence[Party]
    sure: bool
    pairs: Sequence[Pair]
    facts: Sequence[Fact]
    more: int = 0
    share: bool = False

    @property
    def refs(self) -> list[str]:
        """Whom to make one."""
        return [party.ref for party in self.parties]


@dataclass(frozen=True)
class Page:
    """Some pairs and groups, and the signed place of what comes after them ("" for nothing)."""

    entries: Sequence[Shown]
    next: str


def waiting(actor: Actor) -> int:
    """How many pairs stand open for him; a thousand stands for more."""
    return pairs_waiting(actor)[0]


def pairs_waiting(actor: Actor) -> tuple[int, bool]:
    """The same, and whether there are more: one statement."""
    return db.capped_count(DuplicatePair.objects.open().shown_to(actor), MOST)


def page(actor: Actor, shown: str = "", cursor: str = "") -> Page:
    """The strongest pairs, or what comes after `cursor`; `shown`: one of `SHOWN`, else all that stand open.

    A group stands where its strongest pair does. Eight statements, however many pairs. A cursor that is not ours begins
    at the first page.
    """
    if shown == "apart":
        return _apart(actor, cursor)
    opened = DuplicatePair.objects.open().shown_to(actor)
    if shown in (Verdict.SAME, Verdict.DOUBTFUL):
        opened = opened.filter(Q(verdict=shown) if shown == Verdict.SAME else ~Q(verdict=Verdict.SAME))
    rows = opened.strongest_of_groups()
    if place := _place(cursor):
        weight, pk = place
        rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, pk__lt=pk))
    found = list(rows.order_by("-weight", "-id").values_list("one", "other", "weight", "pk", "group")[: PAGE + 1])
    after = signing.dumps(found[PAGE - 1][2:4], salt=_SALT) if len(found) > PAGE else ""
    return Page(list(_shown(actor, _entries(opened, found[:PAGE]))), after)


def _entries(opened: Any, found: Sequence[tuple[int, ...]]) -> list[list[tuple[int, int]]]:
    """The pairs of each group, the strongest first. What was told apart since may have cut a group in two."""
    led = {row[4]: (row[0], row[1]) for row in found if row[4]}
    rows = opened.filter(group__in=list(led)).order_by("-weight", "-id").values_list("one", "other", "group")
    by_group: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other, group in rows[:MOST]:
        by_group[group].append((one, other))
    entries = []
    for one, other, _weight, _pk, group in found:
        pairs = by_group.get(group, [(one, other)])
        leaders = groups(pairs)
        parts: dict[int, list[tuple[int, int]]] = {leaders[one]: []}
        for pair in pairs:
            parts.setdefault(leaders[pair[0]], []).append(pair)
        entries += [part for part in parts.values() if part]
    return entries


def _apart(actor: Actor, cursor: str) -> Page:
    """Those of whom somebody said that they are two, the newest first."""
    condition = permissions.rows(actor, "change", Party)
    if condition is None:
        return Page([], "")
    both = permissions.prefixed(condition, "one") & permissions.prefixed(condition, "other")
    rows = KnownApart.objects.filter(both, one__binned_at=None, other__binned_at=None)
    if place := _place(cursor):
        rows = rows.filter(pk__lt=place[1])
    found = list(rows.order_by("-id").values_list("one", "other", "pk")[: PAGE + 1])
    after = signing.dumps((0, found[PAGE - 1][2]), salt=_SALT) if len(found) > PAGE else ""
    return Page(list(_shown(actor, [[row[:2]] for row in found[:PAGE]])), after)


def _place(cursor: str) -> tuple[int, int] | None:
    try:
        weight, pk = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature:
        return None
    return int(weight), int(pk)


def _shown(actor: Actor, entries: Sequence[Sequence[tuple[int, int]]]) -> Iterator[Shown]:
    """All of them read again as they stand now."""
    members = [_members(pairs) for pairs in entries]
    ids = {pk for some in members for pk in some[:TOGETHER]}
    rows = Party.objects.visible_to(actor, "change").filter(pk__in=ids).select_related("owner")
    parties = {party.pk: party for party in rows.prefetch_related(*_CHILDREN)}
    traits = traits_by_key(sorted(ids))
    hidden = unseen(actor)
    for pairs, some in zip(entries, members, strict=True):
        seen = [parties[pk] for pk in some[:TOGETHER] if pk in parties]
        if len(seen) == len(some[:TOGETHER]):
            yield _entry(seen, pairs, traits, hidden, more=len(some) - len(seen))


def _members(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Who is in a group: the two that look most alike, then whoever looks like one of those before."""
    found = dict.fromkeys(pairs[0])
    left = list(pairs[1:])
    while left:
        pair = next((pair for pair in left if found.keys() & set(pair)), left[0])
        left.remove(pair)
        found.update(dict.fromkeys(pair))
    return list(found)


def _entry(
    parties: Sequence[Party],
    pairs: Sequence[tuple[int, int]],
    traits: dict[int, Traits],
    hidden: frozenset[Field],
    *,
    more: int,
) -> Shown:
    by_key = {party.pk: party for party in parties}
    told, sure, share = [], True, False
    degrees: dict[Field, Degree] = {}
    for one, other in pairs:
        if one in by_key and other in by_key:
            found = likeness(traits[one], traits[other])
            degrees = {ground.field: ground.degree for ground in found.grounds}
            why = reasons_beside(found, traits[one], traits[other], hidden={str(field) for field in hidden})
            told.append(Pair(by_key[one], by_key[other], why))
            sure = sure and found.verdict is Verdict.SAME
            both = traits[one].phones & traits[other].phones
            share = len(parties) == 2 and found.verdict is Verdict.DIFFERENT and bool(both)
    facts = list(_facts(parties, degrees if len(parties) == 2 else {}, hidden))
    return Shown(parties, sure, told, facts, more, share and Field.PHONE not in hidden)


def _facts(parties: Sequence[Party], degrees: dict[Field, Degree], hidden: frozenset[Field]) -> Iterator[Fact]:
    said = [_said(party) for party in parties]
    for fields, label in _labels():
        texts = [one[fields[0]] for one in said]
        if len(parties) > 2 and texts == [party.name for party in parties]:
            continue  # their heads say it
        if not hidden.intersection(fields) and any(texts):
            yield Fact(label, texts, _marks(fields, degrees))


def _marks(fields: Sequence[Field], degrees: dict[Field, Degree]) -> list[Mark]:
    """How far they agree: in one word where all the parts do alike, else part by part."""
    by_degree: dict[str, list[Field]] = defaultdict(list)
    for field in fields:
        if field in degrees:
            by_degree[str(degrees[field])].append(field)
    if len(by_degree) == 1 and fields[0] in degrees:
        return [Mark(*by_degree)]
    names = {Field.STREET: _("street"), Field.POSTAL_CODE: _("postal code"), Field.CITY: _("town")}
    return [Mark(degree, [names[field] for field in some]) for degree, some in by_degree.items()]


def _labels() -> list[tuple[tuple[Field, ...], str]]:
    return [
        ((Field.NAME,), _("Name")),
        ((Field.TAX_ID,), _("Tax id")),
        ((Field.PHONE,), _("Telephone")),
        ((Field.EMAIL,), _("E-mail")),
        ((Field.BIRTHDAY,), _("Birthday")),
        ((Field.STREET, Field.POSTAL_CODE, Field.CITY), _("Address")),
        ((Field.REFERENCE,), _("References")),
    ]


def _said(party: Party) -> dict[Field, str]:
    """What one side says of each, in words."""
    born = party.birthday
    year = f"/{born.year}" if born and born.year else ""
    legal = f" ({party.legal_name})" if party.legal_name and party.legal_name != party.name else ""
    return {
        Field.NAME: f"{party.name}{legal}",
        Field.TAX_ID: format_tax_id(party.tax_id, party.tax_country) if party.tax_id else "",
        Field.PHONE: _joined(party.phones.all()),
        Field.EMAIL: _joined(party.emails.all()),
        Field.BIRTHDAY: f"{born.day:02d}/{born.month:02d}{year}" if born else "",
        Field.STREET: _joined(party.addresses.all()),
        Field.REFERENCE: " · ".join(f"{row.system} {row.code}".strip() for row in party.references.all()),
    }


def _joined(rows: Any) -> str:
    return " · ".join(str(row) for row in rows)
