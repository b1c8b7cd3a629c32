"""Reading the journal, and putting back what it says. Every undo in the house is this one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from tendero.kernel import changes
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.models.base import Journaled, RecordModel


def encode(value: Any) -> Any:
    """A column's value as JSON: decimals and dates as text, keys as numbers."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def decode(column: Any, value: Any) -> Any:
    """What `encode` wrote, as Python holds it."""
    if value is None:
        return None
    return (column.target_field if column.is_relation else column).to_python(value)


def snapshot(row: Journaled) -> dict[str, Any]:
    """All columns of a row, as JSON."""
    return {column.attname: encode(getattr(row, column.attname)) for column in row._meta.concrete_fields}


def rebuild(model: type[Journaled], values: Mapping[str, Any]) -> Journaled:
    """The unsaved row a snapshot was taken of; columns added since keep their default."""
    known = {column.attname: column for column in model._meta.concrete_fields}
    return model(**{name: decode(known[name], value) for name, value in values.items() if name in known})


@cache
def models_by_key() -> dict[str, type[Journaled]]:
    """Every journaled model under its key."""
    return {model.key(): model for model in apps.get_models() if issubclass(model, Journaled)}


def history(row: Journaled, *, limit: int = 200) -> models.QuerySet[Change]:
    """Changes of a record and its children, newest first, with their change sets."""
    found = Change.objects.filter(root_key=row.key(), root_id=row.pk)
    return found.select_related("change_set").order_by("-id")[:limit]


def led_to_before(model: type[Journaled], ids: Any, field: str) -> list[int]:
    """Where the key `field` of these rows led before the open change set moved them. One query."""
    return [int(before) for before in stood_before(model, ids, field)[field]]


def stood_before(model: type[Journaled], ids: Any, *fields: str) -> dict[str, list[Any]]:
    """What these fields of these rows said, as the journal writes it, before the open change set wrote. One query."""
    found: dict[str, list[Any]] = {name: [] for name in fields}
    opened = changes.require_current()
    if opened.row is None:
        return found
    written = Change.objects.filter(change_set=opened.row, record_key=model.key(), record_id__in=ids, field__in=fields)
    for name, before in written.values_list("field", "before"):
        if before is not None:
            found[name].append(before)
    return found


@dataclass(frozen=True)
class Kept:
    """A change that was not put back, and why, in the actor's language."""

    record_key: str
    record_id: int
    title: str
    field: str
    reason: str


@dataclass
class Report:
    """What a revert did: records put back, and changes kept."""

    change_set: str = ""
    reverted: set[tuple[str, int]] = field(default_factory=set)
    kept: list[Kept] = field(default_factory=list)


def revert(change_set: ChangeSet, *, by: Actor, batch: str = "") -> Report:
    """Put back what `change_set` changed and nobody changed since; name the rest.

    Rights are today's, per row and field, or of the whole (`changes.undone_whole`). The revert is a change set of its
    own, so it can be reverted too; `batch` ties the reverts of one long piece of work together.
    """
    from tendero.kernel.needed import Staying
    from tendero.kernel.putting_back import PuttingBack  # which reads the journal

    report = Report()
    guard = changes.guard_of(change_set)
    with changes.change_set("kernel.revert", by=by, reverts=change_set, batch=batch) as opened:
        found = list(change_set.changes.order_by("-id"))
        if guard is not None and (reason := guard(change_set, by)):
            report.kept = _all_kept(found, reason)
            return report
        staying = Staying(by, change_set)
        for model, kind, entries in _grouped(found):
            PuttingBack(model, by, report, staying, whole=guard is not None).run(kind, entries)
        report.change_set = opened.ref
    return report


def _all_kept(entries: Sequence[Change], reason: str) -> list[Kept]:
    """The records that went to the bin or came out of it, each with why nothing is put back."""
    known, moves = models_by_key(), (Change.Kind.BIN, Change.Kind.UNBIN)
    rows = [(e.root_key, e.root_id) for e in entries if e.kind in moves] or [
        (e.root_key, e.root_id) for e in entries[:1]
    ]
    titles = {(key, pk): str(known[key].everything.filter(pk=pk).first() or key) for key, pk in rows}
    return [Kept(key, pk, titles[key, pk], "", reason) for key, pk in rows]


def _grouped(entries: Sequence[Change]) -> list[tuple[type[Any], str, list[Change]]]:
    """The entries by model and kind; records that go come last, when what leaned on them is back where it was."""
    groups: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for entry in entries:
        groups[entry.record_key, entry.kind].append(entry)
    known = models_by_key()
    found = [(known[key], kind, some) for (key, kind), some in groups.items() if key in known]
    return sorted(found, key=lambda one: one[1] == Change.Kind.CREATE and issubclass(one[0], RecordModel))
