"""The desk of duplicates: pairs as one person may read them, both sides and what speaks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _

from tendero.directory.models import DuplicatePair, KnownApart, Party
from tendero.directory.models.duplicates import unseen
from tendero.directory.queries.likeness import reasons
from tendero.directory.queries.traits import traits_by_key
from tendero.directory.rules.alike_fields import Degree, Field
from tendero.directory.rules.likeness import Verdict, likeness
from tendero.directory.rules.tax_ids import format_tax_id
from tendero.kernel import db, permissions
from tendero.kernel.actor import Actor

PAGE: Final = 10
MOST: Final = 1_000
_SALT: Final = "tendero.directory.desk"
SHOWN: Final = ("same", "doubtful", "apart")
_CHILDREN: Final = ("emails", "phones", "addresses", "references")


@dataclass(frozen=True)
class Fact:
    """One field of both, and how far they agree; "" where one of them says nothing."""

    label: str
    one: str
    other: str
    degree: str


@dataclass(frozen=True)
class Shown:
    """A pair as the desk shows it."""

    one: Party
    other: Party
    sure: bool
    reasons: Sequence[str]
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Page:
    """Some pairs, and the signed place of what comes after them ("" for nothing)."""

    pairs: Sequence[Shown]
    next: str


def waiting(actor: Actor) -> int:
    """How many pairs stand open for him; a thousand stands for more."""
    return db.capped_count(DuplicatePair.objects.open().shown_to(actor), MOST)[0]


def page(actor: Actor, shown: str = "", cursor: str = "") -> Page:
    """The strongest pairs, or what comes after `cursor`; `shown`: one of `SHOWN`, else all that stand open.

    Seven statements, however many pairs. A cursor that is not ours begins at the first page.
    """
    if shown == "apart":
        return _apart(actor, cursor)
    rows = DuplicatePair.objects.open().shown_to(actor)
    if shown in (Verdict.SAME, Verdict.DOUBTFUL):
        rows = rows.filter(verdict=shown)
    if place := _place(cursor):
        weight, pk = place
        rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, pk__lt=pk))
    found = list(rows.order_by("-weight", "-id").values_list("one", "other", "weight", "pk")[: PAGE + 1])
    after = signing.dumps(found[PAGE - 1][2:], salt=_SALT) if len(found) > PAGE else ""
    return Page(list(_shown(actor, [row[:2] for row in found[:PAGE]])), after)


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
    return Page(list(_shown(actor, [row[:2] for row in found[:PAGE]])), after)


def _place(cursor: str) -> tuple[int, int] | None:
    try:
        weight, pk = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature:
        return None
    return int(weight), int(pk)


def _shown(actor: Actor, pairs: Sequence[tuple[int, int]]) -> Iterator[Shown]:
    """Both sides read again as they stand now."""
    ids = {pk for pair in pairs for pk in pair}
    rows = Party.objects.visible_to(actor, "change").filter(pk__in=ids).select_related("owner")
    parties = {party.pk: party for party in rows.prefetch_related(*_CHILDREN)}
    traits = traits_by_key(sorted(ids))
    hidden = unseen(actor)
    for one, other in pairs:
        if one not in parties or other not in parties:
            continue
        found = likeness(traits[one], traits[other])
        degrees = {ground.field: ground.degree for ground in found.grounds}
        facts = list(_facts(parties[one], parties[other], degrees, hidden))
        told = reasons(found, hidden={str(field) for field in hidden})
        yield Shown(parties[one], parties[other], found.verdict is Verdict.SAME, told, facts)


def _facts(one: Party, other: Party, degrees: dict[Field, Degree], hidden: frozenset[Field]) -> Iterator[Fact]:
    mine, theirs = _said(one), _said(other)
    for fields, label in _labels():
        if hidden.intersection(fields) or not (mine[fields[0]] or theirs[fields[0]]):
            continue
        best = next((degrees[field] for field in fields if field in degrees), "")
        yield Fact(label, mine[fields[0]], theirs[fields[0]], str(best))


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
