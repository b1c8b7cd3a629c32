"""The audit's values in words: whom, which stage, yes or no; never the number of a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from tendero.identity.models import Team, User
from tendero.kernel import journal
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change
from tendero.records import registry, values
from tendero.ui import words

LONGEST: Final = 120
OF_PEOPLE: Final = {"identity.User": User, "identity.Team": Team}


class Values:
    """Tells the values of these changes; what they point at is read at once, one query for each kind pointed at."""

    def __init__(self, changes: Sequence[Change], actor: Actor) -> None:
        self.actor = actor
        wanted: dict[Any, set[Any]] = {}
        for change in changes:
            if (column := _column(change)) is not None and column.is_relation:
                wanted.setdefault(column.related_model, set()).update({change.before, change.after} - {None})
        self.rows = {(model, pk): row for model, ids in wanted.items() for pk, row in self._found(model, ids)}

    def _found(self, model: Any, ids: set[Any]) -> list[tuple[Any, Any]]:
        key = getattr(model, "record_key", "")
        rows = registry.get(key).rows(self.actor) if registry.knows(key) else model._default_manager.all()
        return [(row.pk, row) for row in rows.filter(pk__in=ids)]

    def told(self, change: Change, value: Any) -> str:
        """One end of a change; what its reader may not see is told as nothing."""
        column = _column(change)
        if value is None or isinstance(value, dict):
            return ""
        if column is None:
            return str(value)[:LONGEST]
        held = self.rows.get((column.related_model, value)) if column.is_relation else journal.decode(column, value)
        return self._words(change, held)[:LONGEST]

    def _words(self, change: Change, held: Any) -> str:
        field = field_of(change)
        if held is None:
            return ""
        if field is not None:
            return str(values.shown_value(field, held, self.actor))
        return words.when(held) if isinstance(held, datetime) else str(held)


def field_of(change: Change) -> Any:
    """The record's field that a change is about, if its record has one."""
    if not change.field or not registry.knows(change.record_key):
        return None
    fields = registry.get(change.record_key).own_fields.values()
    return next((field for field in fields if field.path == change.field), None)


def _column(change: Change) -> Any:
    """The model's column of a changed value; None for what is none: a right, a row made or gone."""
    model: Any = journal.models_by_key().get(change.record_key) or OF_PEOPLE.get(change.record_key)
    if model is None or not change.field or change.kind != Change.Kind.CHANGE:
        return None
    return next(
        (column for column in model._meta.concrete_fields if change.field in (column.name, column.attname)), None
    )
