"""User-defined values in the journal: which field a change stands for, and how it reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tendero.kernel import journal
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change
from tendero.records import registry, values
from tendero.records.custom import definitions, reading
from tendero.records.fields import Field, Kind
from tendero.records.models.custom import CustomValue

KEY = CustomValue.key()


def child_field(change: Change) -> str:
    """The field of the record that a child's change stands for: answers the kernel's port."""
    if change.record_key == KEY:
        held = _held(change)
        return definitions.name_of(held.definition_id) if held is not None else ""
    record = registry.lookup(change.root_key)
    if record is None:
        return ""
    whole = record.children.get(change.record_key, "")
    return record.children.get(f"{change.record_key}.{change.field}", whole)


def told(change: Change, field: Field, actor: Actor) -> tuple[str, str]:
    """What the field held before and after, in words."""
    held = _held(change)
    if held is None:
        return "", ""
    if change.kind != Change.Kind.CHANGE:
        text = _shown(field, held, actor)
        return (text, "") if change.kind == Change.Kind.REMOVE else ("", text)
    return _at(field, held, change, change.before, actor), _at(field, held, change, change.after, actor)


def _held(change: Change) -> CustomValue | None:
    """The value a change is about, as it stands, or as it stood when it was taken away."""
    if change.kind == Change.Kind.REMOVE:
        return _rebuilt(change.before)
    found: CustomValue | None = CustomValue.objects.filter(pk=change.record_id).first()
    if found is not None:
        return found
    gone = Change.objects.filter(record_key=KEY, record_id=change.record_id, kind=Change.Kind.REMOVE)
    last = gone.order_by("-id").first()
    return _rebuilt(last.before) if last is not None else None


def _rebuilt(before: Any) -> CustomValue | None:
    if not before:  # erased
        return None
    found = journal.rebuild(CustomValue, before)
    return found if isinstance(found, CustomValue) else None


def _at(field: Field, held: CustomValue, change: Change, value: Any, actor: Actor) -> str:
    column: Any = CustomValue._meta.get_field(change.field)
    setattr(held, column.attname, journal.decode(column, value))
    held.__dict__.pop("_target", None)
    return _shown(field, held, actor)


def _shown(field: Field, held: CustomValue, actor: Actor) -> str:
    if isinstance(held.number, str):
        held.number = Decimal(held.number)
    if field.kind is Kind.CHOICES:
        return values.shown_value(field, [held.text], actor)
    return values.shown_value(field, reading.single(held, field.kind), actor)
