"""Reading the journal, and putting back what it says. Every undo in the house is this one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from tendero.kernel import changes, permissions, ports
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.models.base import Journaled, RecordModel
from tendero.kernel.needed import Staying


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

    Rights are today's, per row and field. The revert is a change set of its own, so it can be reverted too; `batch`
    ties the reverts of one long piece of work together.
    """
    report = Report()
    with changes.change_set("kernel.revert", by=by, reverts=change_set, batch=batch) as opened:
        found = list(change_set.changes.order_by("-id"))
        staying = Staying(by, change_set)
        for model, kind, entries in _grouped(found):
            _Revert(model, by, report, staying).run(kind, entries)
        report.change_set = opened.ref
    return report


def _grouped(entries: Sequence[Change]) -> list[tuple[type[Any], str, list[Change]]]:
    """The entries by model and kind; records that go come last, when what leaned on them is back where it was."""
    groups: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for entry in entries:
        groups[entry.record_key, entry.kind].append(entry)
    known = models_by_key()
    found = [(known[key], kind, some) for (key, kind), some in groups.items() if key in known]
    return sorted(found, key=lambda one: one[1] == Change.Kind.CREATE and issubclass(one[0], RecordModel))


class _Revert:
    """One kind of change on one model, put back set-based."""

    def __init__(self, model: type[Any], by: Actor, report: Report, staying: Staying) -> None:
        self.model, self.by, self.report, self.staying = model, by, report, staying

    def run(self, kind: str, entries: list[Change]) -> None:
        steps = {
            Change.Kind.CREATE: self.uncreate,
            Change.Kind.CHANGE: self.unchange,
            Change.Kind.REMOVE: self.unremove,
            Change.Kind.BIN: self.unbin,
            Change.Kind.UNBIN: self.rebin,
        }
        steps[Change.Kind(kind)](entries if issubclass(self.model, RecordModel) else self._open(entries))

    def uncreate(self, entries: list[Change]) -> None:
        rows = self._rows(entries, "delete" if issubclass(self.model, RecordModel) else "change")
        if self.model.append_only:
            self._counter(entries, rows)
            return
        later = self._changed_since(entries)
        needed = self.staying.reasons(self.model, rows) if issubclass(self.model, RecordModel) else {}
        going = []
        for entry in entries:
            row = rows.get(entry.record_id)
            if row is None:
                self._keep(entry, _("it is gone already, or your profile may not delete it"))
            elif entry.record_id in later:
                self._keep(entry, _("it was changed afterwards"))
            elif entry.record_id in needed:
                self._keep(entry, needed[entry.record_id])
            else:
                going.append(row)
                self._done(entry)
        self._take_away(going)

    def _counter(self, entries: list[Change], rows: dict[int, Any]) -> None:
        """A ledger is taken back by counter-movements, where it has any."""
        from tendero.kernel import write  # which journals through this module

        counters = []
        for entry in entries:
            row = rows.get(entry.record_id)
            counter = row.counter_movement() if row is not None else None
            if counter is None:
                self._keep(entry, _("it stays written: this ledger is corrected by another entry"))
                continue
            counters.append(counter)
            self._done(entry)
        write.create_many(self.model, counters)

    def _take_away(self, rows: list[Any]) -> None:
        from tendero.kernel import write  # which journals through this module

        if issubclass(self.model, RecordModel):
            write.to_bin(rows)
        else:
            write.remove(*rows)

    def unchange(self, entries: list[Change]) -> None:
        from tendero.kernel import write  # which journals through this module

        rows = self._rows(entries, "change")
        closed = self._closed_fields(self.model.key())
        values: dict[int, dict[str, Any]] = defaultdict(dict)
        going: dict[int, list[Change]] = defaultdict(list)
        for entry in entries:
            reason = self._obstacle(entry, rows.get(entry.record_id), closed)
            if reason:
                self._keep(entry, reason)
                continue
            column = self.model._meta.get_field(entry.field)
            name = column.attname if column.is_relation else column.name
            values[entry.record_id][name] = decode(column, entry.before)
            going[entry.record_id].append(entry)
        try:
            with transaction.atomic():
                write.change_rows(self.model, values)
            settled = set(values)
        except IntegrityError:  # one of them has lost its place: see which
            settled = {pk for pk, some in values.items() if self._changes_alone(pk, some)}
        for pk, some_entries in going.items():
            for entry in some_entries:
                if pk in settled:
                    self._done(entry)
                else:
                    self._keep(entry, _("something else has taken its place"))

    def _changes_alone(self, pk: int, values: dict[str, Any]) -> bool:
        from tendero.kernel import write  # which journals through this module

        try:
            with transaction.atomic():
                write.change_rows(self.model, {pk: values})
        except IntegrityError:
            return False
        return True

    def _obstacle(self, entry: Change, row: Any, closed: frozenset[str]) -> str:
        if row is None:
            return _("it is gone, or your profile may not change it")
        if entry.field in closed:
            return _("your profile may not change this field")
        names = {column.name for column in self.model._meta.concrete_fields}
        if entry.field not in names:
            return _("the field no longer exists")
        column = self.model._meta.get_field(entry.field)
        if encode(getattr(row, column.attname)) != entry.after:
            return _("it was changed afterwards")
        return ""

    def unremove(self, entries: list[Change]) -> None:
        from tendero.kernel import write  # which journals through this module

        for entry in entries:
            try:
                with transaction.atomic():
                    write.put_back(self.model, entry.before or {})
                self._done(entry)
            except IntegrityError:
                self._keep(entry, _("something else has taken its place"))

    def unbin(self, entries: list[Change]) -> None:
        from tendero.kernel import write  # which journals through this module

        rows = self._rows(entries, "delete")
        try:
            with transaction.atomic():
                write.from_bin(list(rows.values()))
        except IntegrityError:  # one of them has lost its place: see which
            for row in rows.values():
                row.refresh_from_db()
        for entry in entries:
            if entry.record_id not in rows:
                self._keep(entry, _("it is gone, or your profile may not restore it"))
                continue
            try:
                with transaction.atomic():
                    write.from_bin([rows[entry.record_id]])
                self._done(entry)
            except IntegrityError:
                self._keep(entry, _("something else has taken its place"))

    def rebin(self, entries: list[Change]) -> None:
        from tendero.kernel import write  # which journals through this module

        rows = self._rows(entries, "delete")
        write.to_bin(list(rows.values()))
        for entry in entries:
            if entry.record_id in rows:
                self._done(entry)
            else:
                self._keep(entry, _("it is gone, or your profile may not delete it"))

    def _rows(self, entries: list[Change], verb: str) -> dict[int, Any]:
        """The rows this actor may still touch; of children `_open` has chosen."""
        if issubclass(self.model, RecordModel):
            found = self.model.everything.visible_to(self.by, verb)
            return {row.pk: row for row in found.filter(pk__in=[entry.record_id for entry in entries])}
        return {row.pk: row for row in self.model.everything.filter(pk__in=[entry.record_id for entry in entries])}

    def _open(self, entries: list[Change]) -> list[Change]:
        """Entries of children whose record he may change and whose field is open to him; the others are kept."""
        roots: dict[str, set[int]] = defaultdict(set)
        for entry in entries:
            roots[entry.root_key].add(entry.root_id)
        reached = {(key, pk) for key, ids in roots.items() for pk in _reachable(models_by_key()[key], ids, self.by)}
        found = []
        for entry in entries:
            if (entry.root_key, entry.root_id) not in reached:
                self._keep(entry, _("it is gone, or your profile may not change it"))
            elif ports.child_field(entry) in self._closed_fields(entry.root_key):
                self._keep(entry, _("your profile may not change this field"))
            else:
                found.append(entry)
        return found

    def _changed_since(self, entries: list[Change]) -> set[int]:
        """Rows that somebody else altered after this change set; its own reverts do not count."""
        ids = [entry.record_id for entry in entries]
        if issubclass(self.model, RecordModel):
            return self.staying.changed_since(self.model, ids)
        later = Change.objects.filter(change_set_id__gt=self.staying.undone.pk, record_key=self.model.key())
        later = later.filter(record_id__in=ids, kind="change").exclude(change_set=changes.require_current().row)
        return set(later.values_list("record_id", flat=True))

    def _closed_fields(self, key: str) -> frozenset[str]:
        return permissions.hidden_fields(self.by, key) | permissions.readonly_fields(self.by, key)

    def _done(self, entry: Change) -> None:
        self.report.reverted.add((entry.root_key, entry.root_id))

    def _keep(self, entry: Change, reason: str) -> None:
        title = _title(entry.root_key, entry.root_id)
        self.report.kept.append(Kept(entry.root_key, entry.root_id, title, entry.field, reason))


def _reachable(model: type[Any], ids: set[int], by: Actor) -> list[int]:
    if not issubclass(model, RecordModel):
        return sorted(ids)
    return list(model.everything.visible_to(by, "change").filter(pk__in=ids).values_list("pk", flat=True))


def _title(key: str, pk: int) -> str:
    model: Any = models_by_key()[key]
    row = model.everything.filter(pk=pk).first()
    return str(row) if row is not None else f"{key} {pk}"
