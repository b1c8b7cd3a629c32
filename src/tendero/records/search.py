"""Free text over records, within what somebody may see and know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.db.models import F, Q
from django.db.models.lookups import Contains

from tendero.kernel import permissions, text
from tendero.kernel import search as index
from tendero.kernel.actor import Actor
from tendero.kernel.db.expressions import AsciiLower
from tendero.records import registry
from tendero.records.fields import Field, Kind, Text
from tendero.records.registry import RecordType
from tendero.records.sight import Unseen, sighted

_WRITTEN: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL})


@dataclass(frozen=True, slots=True)
class Found:
    """One hit as screens show it. Of `row` as much is read as a line of a list needs."""

    key: str
    row: Any
    title: str
    subtitle: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one record type. `more`: there are others than those shown."""

    key: str
    label: Text
    icon: str
    url: str
    hits: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search box shows: groups by record type, or what may have been meant."""

    text: str
    groups: tuple[Group, ...]
    suggestions: tuple[str, ...] = ()


def search(actor: Actor, asked: str, limit: int = 8) -> Answer:
    """Find records this actor may view, at most `limit` of each type; suggestions when nothing is found."""
    groups = tuple(group for record in _searched(actor) if (group := _group(record, actor, asked, limit)).hits)
    return Answer(asked, groups, () if groups else tuple(suggestions(actor, asked)))


def suggestions(actor: Actor, asked: str, limit: int = 3) -> list[str]:
    """What may have been meant instead: only texts that find something for this actor."""
    return [other for other in index.suggest(asked, limit=limit) if _finds(actor, other)]


def condition(asked: str, key: str, actor: Actor) -> Q:
    """Rows of the record type that match free text, by words this actor may know of."""
    model = registry.get(key).model
    if model.searched is not None:
        return index.condition(asked, key, hidden=hidden_test(actor, key))
    fields = registry.get(key).fields_for(actor).values()
    written = [
        field for field in fields if field.kind in _WRITTEN and field.path and field.filterable and not field.many
    ]
    wanted = text.words(asked)[:8]
    if not wanted:
        return ~Q(pk__in=[]) if not asked.strip() else Q(pk__in=[])
    return reduce(and_, (reduce(or_, (_holds(f, word) for f in written), Q(pk__in=[])) for word in wanted))


def hidden_test(actor: Actor, key: str) -> Callable[[str], bool] | None:
    """Whether a field of the record is hidden from the actor; None when none is."""
    hidden = permissions.hidden_fields(actor, key)
    return hidden.__contains__ if hidden else None


def _searched(actor: Actor) -> list[RecordType[Any]]:
    return [
        record
        for record in registry.every()
        if record.model.searched is not None and permissions.may(actor, "view", record.key)
    ]


def _hits(record: RecordType[Any], actor: Actor, asked: str, limit: int) -> list[index.Hit]:
    hidden = hidden_test(actor, record.key)
    limited = permissions.rows(actor, "view", record.model)
    among = None if limited == Q() else record.rows(actor)  # the index holds living rows only
    return index.find(asked, keys={record.key: among}, limit=limit, hidden={record.key: hidden} if hidden else None)


def _finds(actor: Actor, asked: str) -> bool:
    return any(_hits(record, actor, asked, 1) for record in _searched(actor))


def _group(record: RecordType[Any], actor: Actor, asked: str, limit: int) -> Group:
    hits = _hits(record, actor, asked, limit + 1)
    parent = record.model.visible_through
    told = parent if parent not in permissions.hidden_fields(actor, record.key) else ""
    among = record.rows(actor)
    if told:
        among = among.select_related(parent)
    elif record.model.brief:
        among = among.only(*record.model.brief, *filter(None, [record.model.told_in_search]))
    rows = among.in_bulk([hit.record_id for hit in hits[:limit]]) if hits else {}
    sighted(list(rows.values()), actor)
    found = tuple(
        Found(record.key, row, hit.title, _second_line(hit, row, told), record.url("detail", row), record.icon)
        for hit in hits[:limit]
        if (row := rows.get(hit.record_id)) is not None
    )
    return Group(record.key, record.labels.many, record.icon, record.url(), found, len(hits) > limit)


def _second_line(hit: index.Hit, row: Any, parent: str) -> str:
    """What the index says, or whose it is: a task says little without its contact."""
    if isinstance(other := row._state.fields_cache.get(row.told_in_search), Unseen):
        return str(other)
    whose = getattr(row, parent) if parent and not hit.subtitle else None
    return hit.subtitle or ("" if whose is None else str(whose))


def _holds(field: Field, word: str) -> Q:
    """A column that holds the word; without a folded one, accents count."""
    if field.folded:
        return Q(**{f"{field.folded}__contains": word})
    return Q(Contains(AsciiLower(F(field.path)), word))
