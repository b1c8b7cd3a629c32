"""Putting back what the journal says, one kind of change on one model at a time, set-based."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tendero.kernel import changes, permissions, ports, write
from tendero.kernel.actor import Actor
from tendero.kernel.journal import Kept, Report, decode, encode, models_by_key
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.models.base import RecordModel
from tendero.kernel.needed import Staying


class PuttingBack:
    """One kind of change on one model, put back set-based.

    `whole`: it was asked already whether all of it may be taken back; no row or field is asked again.
    """

    def __init__(self, model: type[Any], by: Actor, report: Report, staying: Staying, *, whole: bool = False) -> None:
        self.model, self.by, self.report, self.staying, self.whole = model, by, report, staying, whole

    def run(self, kind: str, entries: list[Change]) -> None:
        steps = {
            Change.Kind.CREATE: self.uncreate,
            Change.Kind.CHANGE: self.unchange,
            Change.Kind.REMOVE: self.unremove,
            Change.Kind.BIN: self.unbin,
            Change.Kind.UNBIN: self.rebin,
        }
        steps[Change.Kind(kind)](entries if self.whole or issubclass(self.model, RecordModel) else self._open(entries))

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
        if issubclass(self.model, RecordModel):
            write.to_bin(rows)
        else:
            write.remove(*rows)

    def unchange(self, entries: list[Change]) -> None:
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
        for entry in entries:
            try:
                with transaction.atomic():
                    write.put_back(self.model, entry.before or {})
                self._done(entry)
            except IntegrityError:
                self._keep(entry, _("something else has taken its place"))

    def unbin(self, entries: list[Change]) -> None:
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
        rows = self._rows(entries, "delete")
        later: set[int] = set() if self.whole else self._changed_since(entries)
        leaning = {} if self.whole else self.staying.leant_on_since(self.model, rows)
        going = []
        for entry in entries:
            if entry.record_id not in rows:
                self._keep(entry, _("it is gone, or your profile may not delete it"))
            elif entry.record_id in later:
                self._keep(entry, _("it was changed afterwards"))
            elif entry.record_id in leaning:
                self._keep(entry, leaning[entry.record_id])
            else:
                going.append(rows[entry.record_id])
                self._done(entry)
        write.to_bin(going)

    def _rows(self, entries: list[Change], verb: str) -> dict[int, Any]:
        """The rows this actor may still touch; of children `_open` has chosen."""
        if issubclass(self.model, RecordModel) and not self.whole:
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
            elif self._closed(entry):
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
        if self.whole:  # a later merge that touched it too and was taken back since
            undone = ChangeSet.objects.filter(reverts__isnull=False).values("reverts")
            later = later.filter(change_set__reverts=None).exclude(change_set__in=undone)
        return set(later.values_list("record_id", flat=True))

    def _closed(self, entry: Change) -> bool:
        """Whether a child's change is closed to him.

        A column of an open group that he may not know of and that changed by his own hand followed from what he wrote
        (the cost of a line, from its quantity): it goes back with it.
        """
        closed = self._closed_fields(entry.root_key)
        if ports.child_field(entry) not in closed:
            return False
        if entry.kind != Change.Kind.CHANGE or self.by.user_id != self.staying.undone.actor_id:
            return True
        whole = Change(record_key=entry.record_key, record_id=entry.record_id, root_key=entry.root_key, kind=entry.kind)
        return ports.child_field(whole) in closed

    def _closed_fields(self, key: str) -> frozenset[str]:
        if self.whole:
            return frozenset()
        return permissions.secret_fields(self.by, key) | permissions.readonly_fields(self.by, key)

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
