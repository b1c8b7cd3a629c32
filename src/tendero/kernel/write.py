"""The one writer. It computes what changed, journals it, and keeps computed columns and the search index in step."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from typing import Any, TypeVar

from django.db.models import F

from tendero.kernel import changes, clock, journal, journaling, kept, search
from tendero.kernel.fields import ComputedTextField
from tendero.kernel.models import Change
from tendero.kernel.models.base import AppendOnly, ChildModel, Journaled, RecordModel, unlocked
from tendero.kernel.new_rows import bear, insert, insert_children
from tendero.kernel.new_rows import bearing as bearing
from tendero.kernel.new_rows import blank as blank
from tendero.kernel.new_rows import point as point
from tendero.kernel.search import SearchEntry

BATCH = 500
M = TypeVar("M", bound=Journaled)


class Conflict(Exception):
    """Somebody wrote the record after this actor had read it."""

    def __init__(self, record: RecordModel) -> None:
        super().__init__(f"{record.key()} {record.ref}")
        self.record = record


def create(row: M) -> M:
    """Write a new row and journal that it was made. ValidationError if a column would not hold its value."""
    bear(row)
    compute(row)
    row.clean_fields(exclude=_unchecked(type(row)))
    opened = changes.require_current()
    with unlocked():
        row.save(force_insert=True)
    journaling.created(opened, type(row), [row])
    _touch(opened, [row], created=True)
    return row


def create_many(model: type[M], rows: Sequence[M], *, settled: bool = False) -> list[M]:
    """Write new rows set-based. `settled`: the caller has filled columns that `refresh` would, and indexed them."""
    opened = changes.require_current()
    for row in rows:
        compute(row)
    insert(model, rows)
    journaling.created(opened, model, rows)
    _touch(opened, rows, created=True, settled=settled)
    return list(rows)


def create_whole(
    model: type[RecordModel], rows: Sequence[Any], children: Mapping[type[ChildModel], Sequence[Any]]
) -> None:
    """Write new records with all that belongs to them: for loads of thousands, which say once what others find out.

    The rows have their keys (`db.reserve_ids`), the children name them and get theirs from the database; on all of
    them `compute` has been called, columns that `refresh` would fill are filled, and the caller tells global search.
    """
    opened = changes.require_current()
    moment = clock.now()
    for row in rows:
        row.created = row.changed = moment
    insert(model, rows)
    for child_model, some in children.items():
        insert_children(child_model, some, created=moment)
    journaling.created_whole(opened, model, rows)
    keys = {row.id for row in rows}
    for known in (opened.touched, opened.created, opened.ready):
        known.setdefault(model, set()).update(keys)
    opened.written.update([model, *children])


def change(row: M, *, expected_version: int | None = None, **values: Any) -> set[str]:
    """Set `values` on one row; returns the names that really changed. Conflict if its version is no longer expected."""
    model = type(row)
    _not_a_ledger(model, values)
    fresh = model.everything.select_for_update().get(pk=row.pk)
    if expected_version is not None and fresh.version != expected_version:
        raise Conflict(fresh)
    altered = _apply(fresh, values)
    fresh.clean_fields(exclude=_unchecked(model))
    names = _store(model, [(fresh, altered)])
    for field in model._meta.concrete_fields:
        setattr(row, field.attname, getattr(fresh, field.attname))
    return names


def change_rows(model: type[M], values: Mapping[int, Mapping[str, Any]]) -> int:
    """Set different values on many rows, `{primary key: {field: value}}`; returns how many really changed."""
    _not_a_ledger(model, {name for some in values.values() for name in some})
    changed = 0
    keys = sorted(values)
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = model.everything.select_for_update().filter(pk__in=part).order_by("pk")
        pairs = [(row, altered) for row in rows if (altered := _apply(row, values[row.pk]))]
        _store(model, pairs)
        changed += len(pairs)
    return changed


def change_many(model: type[M], ids: Iterable[int], **values: Any) -> int:
    """Set the same values on many rows; returns how many really changed."""
    return change_rows(model, dict.fromkeys(ids, values))


def to_bin(rows: Sequence[RecordModel]) -> int:
    """Move records to the bin."""
    return _move(rows, Change.Kind.BIN)


def from_bin(rows: Sequence[RecordModel]) -> int:
    """Take records out of the bin. IntegrityError if a unique value has been taken meanwhile."""
    return _move(rows, Change.Kind.UNBIN)


def remove(*rows: ChildModel) -> None:
    """Take child rows away; the journal keeps their values, so that they can come back."""
    opened = changes.require_current()
    for model in {type(row) for row in rows}:
        _not_a_ledger(model)
    journaling.record(
        opened, [journaling.entry_of(row, Change.Kind.REMOVE, before=journal.snapshot(row)) for row in rows]
    )
    _touch(opened, rows)
    for model in dict.fromkeys(type(row) for row in rows):
        keys = [row.pk for row in rows if type(row) is model]
        for start in range(0, len(keys), BATCH):
            with unlocked():
                model.everything.filter(pk__in=keys[start : start + BATCH]).delete()


def put_back(model: type[Journaled], values: Mapping[str, Any]) -> Journaled:
    """Write a removed child again under its old key."""
    row = journal.rebuild(model, values)
    opened = changes.require_current()
    with unlocked():
        row.save(force_insert=True)
    journaling.record(opened, [journaling.entry_of(row, Change.Kind.CREATE)])
    _touch(opened, [row])
    return row


def touch(rows: Sequence[Journaled]) -> None:
    """Have the roots of `rows` refreshed and their version bumped when the change set closes."""
    _touch(changes.require_current(), rows)


def settle(model: type[Any], ids: Sequence[int], *, ready: set[int]) -> None:
    """Bump versions, recompute columns and search documents of touched records. Called by the closing change set."""
    created = changes.require_current().created.get(model, set())
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        old = [pk for pk in part if pk not in created]
        with unlocked():
            if old:
                model.everything.filter(pk__in=old).update(version=F("version") + 1, changed=clock.now())
            open_ids = [pk for pk in part if pk not in ready]
            told = model.refresh(open_ids) if open_ids else None
        if open_ids:
            reindex(model, open_ids, told)


def reindex(model: type[Any], ids: Sequence[int], told: Iterable[SearchEntry] | None = None) -> None:
    """Bring global search up to date for these records; those in the bin leave it. `told` are entries made already."""
    entries = list(model.search_entries(ids) if told is None else told)
    gone = set(ids) - {entry.record_id for entry in entries}
    if gone:
        search.remove(model.key(), sorted(gone))
    if entries:
        search.index(entries)


def _not_a_ledger(model: type[Journaled], names: Iterable[str] | None = None) -> None:
    """What a ledger holds stands; of a movement only whose it is may change (`handed_over`)."""
    if model.append_only and (names is None or not {n.removesuffix("_id") for n in names} <= model.handed_over):
        raise AppendOnly(f"{model.__name__} is a ledger: write a counter-movement")


def compute(row: Journaled) -> None:
    """Set the columns of a row that follow from its others, as every write does. Asks nobody."""
    row.derive()
    for name, source, shape in _computed(type(row)):
        raw = getattr(row, source)
        setattr(row, name, shape(str(raw)) if raw else "")


@cache
def _computed(model: type[Journaled]) -> list[tuple[str, str, Callable[[str], str]]]:
    """Each column that follows from another: its name, that other's, and how."""
    fields = model._meta.concrete_fields
    return [(field.attname, field.source, field.shape) for field in fields if isinstance(field, ComputedTextField)]


def _unchecked(model: type[Journaled]) -> set[str]:
    """Columns not validated one by one: relations (the database checks them) and computed ones."""
    return {
        f.name
        for f in model._meta.concrete_fields
        if f.is_relation or isinstance(f, ComputedTextField) or f.primary_key
    }


def _apply(row: Journaled, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set `values` on `row`; returns `{attname: (before, after)}` of every column that differs, computed ones too."""
    columns = row._meta.concrete_fields
    before = {field.attname: getattr(row, field.attname) for field in columns}
    for name, value in values.items():
        setattr(row, name, value)
        if not name.endswith("_id") and not row._meta.get_field(name).is_relation:
            setattr(row, name, row._meta.get_field(name).to_python(value))  # type: ignore[union-attr]
    compute(row)
    return {a: (old, getattr(row, a)) for a, old in before.items() if old != getattr(row, a)}


def _store(model: type[Journaled], pairs: Sequence[tuple[Any, dict[str, tuple[Any, Any]]]]) -> set[str]:
    pairs = [(row, altered) for row, altered in pairs if altered]
    if not pairs:
        return set()
    opened = changes.require_current()
    columns = {
        model._meta.get_field(a.removesuffix("_id") if _is_key(model, a) else a).name for _r, alt in pairs for a in alt
    }
    with unlocked():
        if len(pairs) == 1:
            pairs[0][0].save(update_fields=sorted(columns))
        else:
            model.everything.bulk_update([row for row, _a in pairs], sorted(columns), batch_size=BATCH)
    journaling.record(opened, [entry for row, altered in pairs for entry in journaling.entries_of_fields(row, altered)])
    _touch(opened, [row for row, _altered in pairs], quiet=columns <= model.alone)
    if issubclass(model, ChildModel) and model.parent_field in columns:
        _touch(opened, [_as_it_was(row, altered) for row, altered in pairs])
    if ids := {pk for _row, one in pairs for pk in one.get(f"{model.absorbed_by}_id", ()) if pk is not None}:
        # Whoever absorbed a record, or does no longer, is found by what that one was found by.
        opened.touched.setdefault(model, set()).update(ids)
        opened.quiet.setdefault(model, set()).difference_update(ids)
    if columns <= model.alone and columns & model.alone_but_found:
        search.retell(model.key(), {row.pk: row.found_parts() for row, _altered in pairs})
    return columns


def _as_it_was(row: M, altered: Mapping[str, tuple[Any, Any]]) -> M:
    """The row before it changed: it may have belonged to another record, which is to be told as well."""
    before = copy(row)
    before.__dict__.update({name: was for name, (was, _is) in altered.items()})
    return before


def _is_key(model: type[Journaled], attname: str) -> bool:
    return any(field.is_relation and field.attname == attname for field in model._meta.concrete_fields)


def _move(rows: Sequence[RecordModel], kind: Change.Kind) -> int:
    opened = changes.require_current()
    moment = clock.now() if kind == Change.Kind.BIN else None
    moving = [row for row in rows if (row.binned_at is None) == (moment is not None)]
    for start in range(0, len(moving), BATCH):
        part = moving[start : start + BATCH]
        with unlocked():
            type(part[0]).everything.filter(pk__in=[row.pk for row in part]).update(binned_at=moment)
        for row in part:
            row.binned_at = moment
        journaling.record(opened, [journaling.entry_of(row, kind) for row in part])
        _touch(opened, part)
    return len(moving)


def _touch(
    opened: changes.OpenChangeSet,
    rows: Sequence[Any],
    *,
    created: bool = False,
    settled: bool = False,
    quiet: bool = False,
) -> None:
    opened.written.update(type(row) for row in rows)
    for name in {row.kept for row in rows} - {""}:
        kept.touch(name)
    for row in rows:
        root, root_id = row.root()
        if not issubclass(root, RecordModel):
            continue
        touched, hushed = opened.touched.setdefault(root, set()), opened.quiet.setdefault(root, set())
        if quiet and (root_id not in touched or root_id in hushed):
            hushed.add(root_id)
        else:
            hushed.discard(root_id)
        touched.add(root_id)
        if created and root is type(row):
            opened.created.setdefault(root, set()).add(root_id)
            if settled:
                opened.ready.setdefault(root, set()).add(root_id)
