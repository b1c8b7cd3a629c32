"""The lines that writing leaves in the journal: who was made, what changed from what to what. Only `write` calls it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tendero.kernel import changes, db, journal
from tendero.kernel.fields import ComputedTextField
from tendero.kernel.models import Change
from tendero.kernel.models.base import Journaled

BATCH = 500


def created(opened: changes.OpenChangeSet, model: type[Any], rows: Iterable[Any]) -> None:
    """Journal identity; a child made together with its record needs no line of its own."""
    key, kind = model.key(), Change.Kind.CREATE.value
    lines = []
    for row in rows:
        root, root_id = row.root()
        if root is model:
            lines.append((key, row.pk, key, root_id, row.party_reference(), kind))
        elif root_id not in opened.created.get(root, ()):
            lines.append((key, row.pk, root.key(), root_id, row.party_reference(), kind))
    _keep(opened, lines)


def created_whole(opened: changes.OpenChangeSet, model: type[Any], rows: Iterable[Any]) -> None:
    """Journal that these records were made, all of them with their children."""
    key, kind = model.key(), Change.Kind.CREATE.value
    _keep(opened, [(key, row.id, key, row.id, row.party_reference(), kind) for row in rows])


def _keep(opened: changes.OpenChangeSet, lines: Sequence[tuple[Any, ...]]) -> None:
    if not lines:
        return
    saved = opened.saved()
    columns = ["change_set", "record_key", "record_id", "root_key", "root_id", "party_id", "kind", "field"]
    db.bulk_insert(Change, columns, ((saved.pk, *line, "") for line in lines))


def entry_of(row: Journaled, kind: Change.Kind, before: Any = None, after: Any = None) -> Change:
    """The line of one row, not yet written."""
    root, root_id = row.root()
    return Change(
        record_key=row.key(),
        record_id=row.pk,
        root_key=root.key(),
        root_id=root_id,
        party_id=row.party_reference(),
        kind=kind,
        before=before,
        after=after,
    )


def record(opened: changes.OpenChangeSet, entries: Sequence[Change]) -> None:
    """Write lines under the open change set."""
    if not entries:
        return
    saved = opened.saved()
    for entry in entries:
        entry.change_set = saved
    Change.objects.bulk_create(entries, batch_size=BATCH)


def entries_of_fields(row: Journaled, altered: Mapping[str, tuple[Any, Any]]) -> list[Change]:
    """A line for each column that differs, without those that only follow others."""
    entries = []
    quiet = row.followed(altered)
    for field in row._meta.concrete_fields:
        if field.attname not in altered or field.name in row.journal_skip or isinstance(field, ComputedTextField):
            continue
        if field.name in quiet:
            continue
        before, after = altered[field.attname]
        line = entry_of(row, Change.Kind.CHANGE, before=journal.encode(before), after=journal.encode(after))
        line.field = field.name
        entries.append(line)
    return entries
