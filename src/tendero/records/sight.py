"""What a row points at and its reader may not see is not named: in its place stands somebody without a name.

Whoever sees a sale need not see its customer. The place says so in words, on every surface that shows the row, for all
of them read what `sighted` left there. The references of a page are asked together: a query for each kind of record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db.models import Case, CharField, F, Model, Value, When
from django.db.models.expressions import Combinable
from django.db.models.options import Options
from django.utils import translation
from django.utils.translation import gettext as _

from tendero.kernel import journal, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, SubjectFields
from tendero.kernel.text import fold
from tendero.records import registry
from tendero.records.custom.reading import pointing

PARTY: Final = "directory.Party"
_MARK: Final = "_sighted"
KEPT: Final = "-"
"""What a form sends for somebody out of sight whom nobody has put another in the place of."""
Place = tuple[Any, str]
"""A row, and the relation of it that points; "" for the value of a user-defined field."""
_SUBJECT: Final = "subject"
_WORD: Final = re.compile(r"\w+")


class Unseen:
    """Stands where a row out of sight would: its words, no reference, every column of it blank."""

    pk = id = None
    ref = ""

    def __init__(self, model: type[Model], words: str) -> None:
        self.model, self.words = model, words

    def __str__(self) -> str:
        return self.words

    @property
    def name(self) -> str:
        """The words, where a name would be."""
        return self.words

    def __getattr__(self, name: str) -> str:
        if any(name in (column.name, column.attname) for column in self.model._meta.concrete_fields):
            return ""
        raise AttributeError(name)


def words(language: str) -> str:
    """What is said instead of a name."""
    with translation.override(language):
        return _("out of your sight")


def says_so(text: str) -> bool:
    """Whether a cell of a file says only that its name was out of sight, in whichever language: it names nobody."""
    return text.strip().lower() in all_words()


@cache
def all_words() -> frozenset[str]:
    """The words in every language, in small letters: what files are asked for cell by cell."""
    return frozenset(words(code).lower() for code, _label in settings.LANGUAGES)


def is_narrow(key: str, actor: Actor) -> bool:
    """Whether some rows of this record type are out of the actor's sight, bin and private notes aside.

    Short lists (stages, sources, families) are words of the company: whoever sees a row reads them on it.
    """
    if not registry.knows(key) or not registry.get(key).in_menu:
        return False
    model: Any = registry.get(key).model
    if parent := model.visible_through:
        above = model._meta.get_field(parent).related_model
        return not permissions.may(actor, "view", key) or is_narrow(above.key(), actor)
    reached = permissions.rows(actor, "view", model)
    return reached is None or bool(reached)


def named(relation: str, column: str, model: type[Any], actor: Actor) -> Combinable:
    """The name behind a relation, read by a query of columns alone: the words where it is out of sight."""
    told: Combinable = F(f"{relation}__{column}")
    if not is_narrow(model.key(), actor):
        return told
    instead = Value(words(actor.language), CharField())
    reached = permissions.rows(actor, "view", model)
    if reached is None:
        return instead
    return Case(When(permissions.prefixed(reached, relation), then=told), default=instead)


def is_sighted(row: Any) -> bool:
    """Whether somebody looked already at what the row points at."""
    return _MARK in row.__dict__


def sighted(rows: Sequence[Any], actor: Actor) -> None:
    """Unname what these rows, and the rows loaded with them, point at beyond the actor's reach."""
    if not actor.is_system:
        _look(rows, actor)
    for row in rows:
        row.__dict__[_MARK] = True


def titles(rows: Sequence[Any], actor: Actor) -> list[str]:
    """What rows of one record are called, where they are only named: without the names of what they point at beyond
    the actor's reach. The rows themselves stay fit for writing.
    """
    shown = [copy(row) for row in rows]
    sighted([row for row in shown if not is_sighted(row)], actor)
    return [registry.get(row.record_key).title(row) for row in shown]


class _Narrow(dict[type[Any], bool]):
    """Whether some rows of a model are out of the actor's sight; asked of those that anything points at, once."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor

    def __missing__(self, model: type[Any]) -> bool:
        found = self[model] = is_narrow(model.record_key, self.actor)
        return found


def _look(rows: Sequence[Any], actor: Actor) -> None:
    asked: dict[type[Any], dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
    own, narrow = {(type(row), row.pk) for row in rows}, _Narrow(actor)
    for one in _loaded(rows):
        for model, pk, name in _pointers(one):
            if narrow[model] and (model, pk) not in own:
                asked[model][pk].append((one, name))
    for model, places in asked.items():
        seen = set(model.everything.visible_to(actor).filter(pk__in=list(places)).values_list("pk", flat=True))
        stand_in = Unseen(model, words(actor.language))
        hidden = {pk: found for pk, found in places.items() if pk not in seen}
        _unsay(model, hidden, stand_in.words)
        for row, name in (place for found in hidden.values() for place in found):
            (row._state.fields_cache if name else row.__dict__)[name or "_target"] = stand_in


def _unsay(model: type[Any], hidden: Mapping[int, Sequence[Place]], instead: str) -> None:
    """A row that says in a column of its own what its subject is called, or was, says the words instead."""
    rows = [(pk, row) for pk, found in hidden.items() for row, name in found if name == _SUBJECT and row.subject_words]
    told = _names(model, {pk for pk, _row in rows}) if rows else {}
    for pk, row in rows:
        text = _spaced(row.__dict__.get(row.subject_words) or "")
        if any(name in text for name in told[pk]):
            row.__dict__[row.subject_words] = instead


def _names(model: type[Any], ids: set[int]) -> Mapping[int, set[str]]:
    """What these are called, and what they were called before. Two queries."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in model.everything.filter(pk__in=ids):
        found[row.pk].add(_spaced(str(row)))
    earlier = Change.objects.filter(record_key=model.record_key, record_id__in=ids, field="name")
    for pk, before in earlier.values_list("record_id", "before"):
        found[pk].add(_spaced(before if isinstance(before, str) else ""))
    return defaultdict(set, {pk: names - {_spaced("")} for pk, names in found.items()})


def _spaced(text: str) -> str:
    """Its words, folded, so that one is found in another as whole words only."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _pointers(row: Any) -> Iterator[tuple[type[Any], int, str]]:
    for name, attname, model in _relations(row._meta):
        if (pk := row.__dict__.get(attname)) is not None:
            yield model, pk, name
    if isinstance(row, SubjectFields) and (pk := row.__dict__.get("subject_id")) is not None:  # unread: shown nowhere
        kind = journal.models_by_key().get(row.__dict__.get("subject_type", ""))
        if kind is not None:
            yield kind, pk, _SUBJECT
    if "_target" in row.__dict__ and row.ref_id is not None:
        yield journal.models_by_key()[PARTY], row.ref_id, ""


@cache
def _relations(meta: Options[Any]) -> tuple[tuple[str, str, type[Any]], ...]:
    """The columns that point at records: name, where the key stands, at what."""
    columns: list[Any] = [column for column in meta.concrete_fields if column.is_relation]
    return tuple(
        (column.name, column.attname, column.related_model)
        for column in columns
        if registry.knows(getattr(column.related_model, "record_key", ""))
    )


def _loaded(rows: Iterable[Any]) -> Iterator[Any]:
    """The rows and all that was loaded with them, each once; nothing is asked for."""
    waiting, known = list(rows), set()
    while waiting:
        row = waiting.pop()
        if not isinstance(row, Model) or id(row) in known:
            continue
        known.add(id(row))
        yield row
        waiting.extend(row._state.fields_cache.values())
        for several in row.__dict__.get("_prefetched_objects_cache", {}).values():
            waiting.extend(several)
        waiting.extend(pointing(row))
