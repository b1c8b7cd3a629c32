"""The historial of a contact: one index scan by (party, time), a page at a time. A constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from babel.dates import format_date
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tendero.activities import ports
from tendero.activities.models import Activity, ActivityKind
from tendero.activities.rules import spans
from tendero.activities.rules.headline import headline
from tendero.directory.models import Party, PartyKind, Relationship
from tendero.directory.queries.card import has
from tendero.identity.models import User
from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.kernel.models import Change, RecordModel
from tendero.records import registry
from tendero.records.sight import sighted
from tendero.records.veil import veiled

PAGE: Final = 25
MOST_PEOPLE: Final = 60
ICONS: Final = {
    "note": "sticky-note",
    "call": "phone",
    "visit": "map-pin",
    "meeting": "users",
    "email": "mail",
    "letter": "mailbox",
    "message": "message-circle",
    "milestone": "history",
}
_EDITABLE: Final = "timeline_editable"
_PLURALS: Final = ("note", "call", "visit", "meeting", "email", "letter", "message")


@dataclass(frozen=True)
class Entry:
    """One line of the historial, ready to be shown."""

    activity: Activity
    icon: str
    title: str
    text: str
    good: bool
    whose: Party | None
    editable: bool

    @property
    def author(self) -> User | None:
        found: User | None = self.activity.author
        return found


@dataclass(frozen=True)
class Birth:
    """The first line of every historial."""

    telling: ports.Telling
    at: dt.datetime
    who: str


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    heading: str
    entries: list[Entry]


@dataclass(frozen=True)
class KindCount:
    """A filter of the historial: a kind, its name, how many there are, the address that shows only those."""

    kind: str
    label: str
    icon: str
    number: int
    url: str


class Timeline:
    """What `actor` may read about `party`; of an organisation also what was spoken with the people who work there."""

    def __init__(
        self, party: Party, actor: Actor, *, kind: str = "", before: str = "", about: RecordModel | None = None
    ) -> None:
        self.party, self.actor, self.before, self.about = party, actor, before, about
        self.kind = kind if kind in ActivityKind.values else ""

    @property
    def about_text(self) -> str:
        """What it is about beside the contact, as addresses write it: ``slug:ref``."""
        return f"{registry.get(self.about.key()).slug}:{self.about.ref}" if self.about is not None else ""

    def url(self, **query: str) -> str:
        """The address of this historial, with a kind or a place in it."""
        asked = {"about": self.about_text, **query}
        text = urlencode({name: value for name, value in asked.items() if value})
        address = reverse("activities:timeline", args=[self.party.ref])
        return f"{address}?{text}" if text else address

    @property
    def here(self) -> str:
        """This historial from its top, of the kind chosen."""
        return self.url(kind=self.kind)

    @property
    def next_url(self) -> str:
        """The page below this one."""
        return self.url(kind=self.kind, before=self.older)

    @cached_property
    def people(self) -> dict[int, Party]:
        """Who works at this organisation today and may be seen, by key."""
        if self.about is not None or self.party.kind != PartyKind.ORGANISATION or not has(self.party, "related_from"):
            return {}
        today = clock.today()
        works = Relationship.objects.filter(other=self.party, type__code="works_at")
        current = works.filter(Q(until=None) | Q(until__gte=today)).values("party")
        found = Party.objects.visible_to(self.actor).filter(pk__in=current).only("ref", "kind", "name").order_by("pk")
        return {person.pk: person for person in found[:MOST_PEOPLE]}

    @cached_property
    def rows(self) -> QuerySet[Activity]:
        """Everything of this historial, in no order."""
        if self.about is not None:
            about = Q(subject_type=self.about.key(), subject_id=self.about.pk)
            return _known(self.actor, about)
        mine = Q(party=self.party)
        if self.people:
            mine |= Q(party__in=list(self.people)) & ~Q(kind=ActivityKind.MILESTONE)
        return _known(self.actor, mine)

    @cached_property
    def counts(self) -> list[KindCount]:
        """How many entries of each kind, kinds without any left out."""
        if self._complete:
            found = dict(Counter(row.kind for row in self.page))
        else:
            found = dict(self.rows.values_list("kind").annotate(total=Count("pk")).order_by())
        names = kind_names()
        shown = [kind for kind in _PLURALS if found.get(kind)]
        return [KindCount(kind, names[kind], ICONS[kind], found[kind], self.url(kind=kind)) for kind in shown]

    @cached_property
    def page(self) -> list[Activity]:
        """Up to a page and one more, newest first."""
        if self.about is None and not self.people and not has(self.party, "activities"):
            return []
        if self.about is None and not (self.people or self.kind or self.before):
            found = _newest(self.actor, party=self.party.pk)
            sighted(found, self.actor)
            return found
        rows = self.rows.filter(kind=self.kind) if self.kind else self.rows
        if self.before:
            rows = self._older(rows)
        return self._read(rows, PAGE + 1)

    @property
    def _complete(self) -> bool:
        """Whether the first page is all there is, as with most contacts."""
        return not self.kind and not self.before and len(self.page) <= PAGE

    def _read(self, rows: QuerySet[Activity], most: int) -> list[Activity]:
        found = list(_told(self.actor, rows)[:most])
        sighted(found, self.actor)
        return found

    def _older(self, rows: QuerySet[Activity]) -> QuerySet[Activity]:
        last = Activity.everything.filter(ref=self.before, party__in=[self.party.pk, *self.people]).first()
        if last is None:
            return rows.none()
        return rows.filter(at__lte=last.at).filter(Q(at__lt=last.at) | Q(id__lt=last.pk))

    @property
    def older(self) -> str:
        """Cursor of the next page, "" on the last one."""
        return self.page[PAGE - 1].ref if len(self.page) > PAGE else ""

    @cached_property
    def pinned(self) -> list[Entry]:
        """Entries kept on top, on the first page only."""
        if self.before or self.kind:
            return []
        if self._complete:
            return [self.entry(row) for row in self.page if row.pinned][:10]
        return [self.entry(row) for row in self._read(self.rows.filter(pinned=True), 10)]

    @cached_property
    def groups(self) -> list[Group]:
        """This page under its headings."""
        today = clock.today()
        groups: list[Group] = []
        for row in self.page[:PAGE]:
            heading = heading_of(timezone.localtime(row.at).date(), today)
            if not groups or groups[-1].heading != heading:
                groups.append(Group(heading, []))
            groups[-1].entries.append(self.entry(row))
        return groups

    @cached_property
    def birth(self) -> Birth | None:
        """How the contact came to be here, under the last page: read from the journal, never stored."""
        if self.older or self.kind or self.about is not None:
            return None
        for origin, at, actor_id, name in _made(party=self.party.pk):
            return Birth(ports.told("born", {"origin": origin}), at, name if actor_id else "")
        return Birth(ports.told("born", {}), self.party.created, "")

    def entry(self, row: Activity) -> Entry:
        """A row in words."""
        whose = self.people.get(row.party_id)
        if row.kind == ActivityKind.MILESTONE:
            told = ports.told(row.code, row.facts, partial(permissions.hidden_fields, self.actor))
            return Entry(row, told.icon, told.title, told.text, told.good, whose, editable=False)
        veiled(row, self.actor)
        line = headline(title=row.title, body=row.body, outcome=row.outcome, is_note=row.kind == ActivityKind.NOTE)
        title = line.first or str(row.get_kind_display())
        return Entry(row, ICONS[row.kind], title, line.rest, False, whose, editable=getattr(row, _EDITABLE))


def _known(actor: Actor, asked: Q) -> QuerySet[Activity]:
    """Without milestones of a field that is hidden from this actor, or of a record that is out of his sight."""
    rows: QuerySet[Activity] = Activity.objects.visible_to(actor).filter(asked)
    if untold := ports.untold(partial(permissions.hidden_fields, actor)):
        rows = rows.exclude(code__in=untold)
    for key in ports.followed():
        of_these = Q(kind=ActivityKind.MILESTONE, subject_type=key)
        model = registry.get(key).model
        seen = permissions.rows(actor, "view", model)
        if seen is None:
            rows = rows.exclude(of_these)
        elif seen:
            rows = rows.filter(~of_these | Q(subject_id__in=model.everything.filter(seen).values("pk")))
    return rows


def _told(actor: Actor, rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Rows with their author, newest first; each says whether this actor may change it."""
    rows = rows.select_related("author").order_by("-at", "-id")
    return permissions.with_right(rows, actor, "change", _EDITABLE)


@compiled
def _newest(actor: Actor, *, party: Any) -> QuerySet[Activity]:
    """The first page of somebody's own historial and one more."""
    return _told(actor, _known(actor, Q(party=party)))[: PAGE + 1]


@compiled
def _made(*, party: Any) -> QuerySet[Any]:
    """Origin, moment, key and name of whom, of the change that brought a contact here."""
    made = Change.objects.filter(record_key=Party.record_key, record_id=party, kind=Change.Kind.CREATE)
    told = (f"change_set__{name}" for name in ("origin", "at", "actor_id", "actor_name"))
    return made.order_by("id").values_list(*told)[:1]


def heading_of(day: dt.date, today: dt.date) -> str:
    """“Esta semana y la pasada”, “Octubre”, “Octubre de 2025”."""
    span = spans.span_of(day, today=today)
    if span.kind is spans.Kind.RECENT:
        return _("This week and last")
    language = (get_language() or "es").replace("-", "_")
    month = format_date(day, "LLLL", locale=language).capitalize()
    return month if span.year == today.year else _("%(month)s %(year)s") % {"month": month, "year": span.year}


def kind_names() -> dict[str, str]:
    """Plural names of the kinds, for filters."""
    return {
        "note": _("Notes"),
        "call": _("Calls"),
        "visit": _("Visits"),
        "meeting": _("Meetings"),
        "email": _("E-mails"),
        "letter": _("Letters"),
        "message": _("Messages"),
    }
