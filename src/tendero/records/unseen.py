"""What somebody does not see he does not take out: forms and the API give it back as they showed it, without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records import registry, values
from tendero.records.fields import Field, Kind
from tendero.records.registry import RecordType
from tendero.records.sight import Unseen, is_narrow, says_so


def kept(record: RecordType[Any], row: Any, given: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """`given` without what would empty a relation to somebody out of sight, in a group of the row with him in it."""
    fields = record.all_fields()
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is not None and field.kind is Kind.LIST and value:
            found[name] = _whole(field, row, value, by)
        elif field is None or not _stays(field, row, value, by):
            found[name] = value
    return found


def staying(field: Field, rows: Sequence[Any], value: Any, by: Actor) -> set[int]:
    """Keys of the rows whose relation a blank leaves as it is, for it leads out of sight; one query for all of them."""
    if not _may_stay(field, by) or not (value is None or isinstance(value, Unseen)):
        return set()
    held = {row.pk: one for row in rows if (one := field.value(row)) is not None}
    model: Any = registry.get(field.target).model
    seen = set(model.everything.visible_to(by).filter(pk__in={one.pk for one in held.values()}).values_list("pk"))
    return {pk for pk, one in held.items() if (one.pk,) not in seen}


def _stays(field: Field, row: Any, value: Any, by: Actor) -> bool:
    """Whether the relation is left as it is."""
    return _may_stay(field, by) and (isinstance(value, Unseen) or (value is None and _is_unseen(field.value(row), by)))


def _may_stay(field: Field, by: Actor) -> bool:
    return field.is_relation and not field.many and is_narrow(field.target, by)


def _is_unseen(held: Any, by: Actor) -> bool:
    return held is not None and not permissions.allowed(by, "view", held)


def _whole(field: Field, row: Any, items: Sequence[Any], by: Actor) -> Sequence[Any]:
    """The rows of a group; where one names nobody, whom the same one names, or the one in its place."""
    parts = [part for part in field.item if part.is_relation and is_narrow(part.target, by)]
    if not parts or not all(isinstance(item, Mapping) for item in items):
        return items
    held = values.held(field, row)
    found = [dict(item) for item in items]
    for part in parts:
        waiting = [one for one in held if _is_unseen(one.get(part.name), by)]
        blank = [item for item in found if item.get(part.name) is None or isinstance(item[part.name], Unseen)]
        for same in (True, False):
            for item in [one for one in blank if one.get(part.name) is None or isinstance(one[part.name], Unseen)]:
                one = _behind(item, waiting, part.name) if same else _beside(item, found, held, waiting)
                if one is not None:
                    item |= {key: one[key] for key in (part.name, *_unsaid(item)) if key in one}
                    waiting.remove(one)
    return found


def _unsaid(item: Mapping[str, Any]) -> list[str]:
    """The texts of an item that say only that a name is out of sight."""
    return [key for key, value in item.items() if isinstance(value, str) and says_so(value)]


def _behind(item: Mapping[str, Any], waiting: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    """The one that says all else that the item says."""
    left = {name, *_unsaid(item)}
    told = {key: value for key, value in item.items() if key not in left and not values.is_blank(value)}
    return next((one for one in waiting if all(one.get(key) == value for key, value in told.items())), None)


def _beside(item: Any, items: Sequence[Any], held: Sequence[Any], waiting: Sequence[Any]) -> Mapping[str, Any] | None:
    """The one in its place, where none was added or taken out."""
    if len(items) != len(held):
        return None
    one = held[next(at for at, other in enumerate(items) if other is item)]
    return one if any(one is other for other in waiting) else None
