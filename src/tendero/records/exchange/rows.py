"""One pass of a file over any record, row by row through `records.writing`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tendero.kernel import permissions
from tendero.kernel import write as kernel_write
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Missing, Refused
from tendero.kernel.text import fold
from tendero.records import registry
from tendero.records.exchange.importers import Memory
from tendero.records.exchange.plan import Formats, Outcome, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.row_values import RowValues, read
from tendero.records.fields import Field, Kind
from tendero.records.registry import RecordType

ID: Final = "id"
SAME: Final = "same"


def arriving(record: RecordType[Any], actor: Actor) -> dict[str, Field]:
    """Computed fields that a file may bring to a new row, for whoever may make rows for everybody: who wrote a note,
    when a deal was closed."""
    if permissions.scope(actor, "add", record.key) != "all":
        return {}
    fields = record.fields_for(actor)
    return {name: fields[name] for name in record.arrives if name in fields}


def _alone(model: type[Any], column: str) -> bool:
    """Whether no two living rows share that column: then it is what tells them apart."""
    return any(tuple(getattr(one, "fields", ())) == (column,) for one in model._meta.constraints)


class FieldSession:
    """Implements `records.exchange.importers.Session` for any record type."""

    recalls = False

    def __init__(self, record: RecordType[Any], plan: Plan, formats: Formats, *, by: Actor) -> None:
        self.record, self.plan, self.formats, self.by = record, plan, formats, by
        self.fields = record.writable_for(by)
        self.arriving = arriving(record, by)
        self.kinds = {ID, SAME} if plan.match is None else set(plan.match)
        self.spoken: set[int] = set()
        self.also_made = 0
        self.tally: Counter[str] = Counter()

    def prepare(self, rows: Sequence[StagedRow]) -> Sequence[StagedRow]:
        return rows

    def foresee(self, prepared: Sequence[StagedRow]) -> list[Outcome]:
        """Values are read and required fields looked for; nothing is written."""
        outcomes = [self._attempt(row, None) for row in prepared]
        self.spoken.update(outcome.record_id for outcome in outcomes if outcome.record_id)
        return outcomes

    def recall(self, rows: Sequence[StagedRow]) -> None:
        """Nothing to recall: what earlier rows did stands in the database."""

    def finish(self, records: QuerySet[Any]) -> None:
        """Nothing waits for the end."""

    def write(self, prepared: Sequence[StagedRow], memory: Memory) -> list[Outcome]:
        """Each row for itself: what one may not or cannot be does not stop the others."""
        self.spoken = set()
        return [self._attempt(row, memory) for row in prepared]

    def _attempt(self, row: StagedRow, memory: Memory | None) -> Outcome:
        outcome = Outcome(row.number, "failed")
        if row.problem:
            outcome.reason = _("The row cannot be read: it does not have the columns of the file.")
            return outcome
        try:
            told = read(row, self.plan.columns, self.fields | self.arriving, self.formats, self.by)
            outcome.title = told.title
            with transaction.atomic():
                self._make_missing(told, write=memory is not None)
                self._apply(told, outcome, memory)
        except ValidationError as problem:
            outcome.result, outcome.reason = "failed", " ".join(self._messages(problem))[:300]
        except Refused as refusal:
            outcome.result, outcome.reason = "failed", str(refusal)
        except Missing:
            outcome.result = "skipped"
            outcome.reason = _("It exists already, outside what you may see: ask for access.")
        return outcome

    def _make_missing(self, told: RowValues, *, write: bool) -> None:
        """Rows of short lists that this row names and are not there, for whoever may make them; foreseen, unsaved."""
        from tendero.records import writing
        from tendero.records.values import lookup

        for name in self.record.makes:
            field, (_cell, text) = self.fields.get(name), told.cells.get(name, ("", ""))
            if field is None or not text or not permissions.may(self.by, "add", field.target):
                continue
            try:
                lookup.by_name(field, text, self.by)
            except ValidationError as problem:
                if problem.code == "missing":
                    target = registry.get(field.target)
                    new = writing.add(target, {"name": text}, by=self.by) if write else target.model(name=text)
                    told.made[name] = new

    def _apply(self, told: RowValues, outcome: Outcome, memory: Memory | None) -> None:
        from tendero.records import writing  # the generic verbs, which know this package by its jobs

        there = None if self.plan.policy == "add" else self._there(told, memory)
        if there is not None and there.binned_at is not None:
            if self.plan.binned == "skip":
                outcome.record_id, outcome.result, outcome.reason = there.pk, "skipped", _("It lies in the bin.")
                return
            if self.plan.binned == "restore" and memory is not None:
                writing.restore(self.record, [there], by=self.by)
            there = None if self.plan.binned == "add" else there
        if there is None:
            self._create(told, outcome, write=memory is not None)
            return
        self.spoken.add(there.pk)
        self._change(self._within(there), told, outcome, write=memory is not None)

    def _there(self, told: RowValues, memory: Memory | None) -> Any:
        """The row that the file means: by its reference, the bin included, else by what tells two of them apart."""
        if told.ref and ID in self.kinds:
            found = self.record.model.everything.filter(ref=told.ref).first()
            if found is not None or told.exact:
                return found
        if SAME not in self.kinds or not self.record.same_by:
            return None
        values = told.read_all()
        wanted: dict[str, Any] = {}
        for name in self.record.same_by:
            path = self.fields[name].path if name in self.fields else name
            folded = self.fields[name].folded if name in self.fields else ""
            if values.get(name) is None:
                wanted |= {f"{path}__isnull": True} if self.fields[name].is_relation else {path: ""}
            elif folded and _alone(self.record.model, folded):
                wanted[folded] = fold(values[name])
            else:
                wanted[path] = values[name]
        if len(wanted) != len(self.record.same_by) or values.get(self.record.same_by[0]) is None:
            return None
        found = list(self.record.rows(self.by).filter(**wanted).order_by("pk")[:50])
        ids = [row.pk for row in found]
        taken = self.spoken | (memory.touched(ids) if memory is not None else set())
        return next((row for row in found if row.pk not in taken), None)

    def _within(self, there: Any) -> Any:
        """The same row as this actor may see it. Missing if he may not."""
        if there.binned_at is None:
            return self.record.get(self.by, there.ref, "view")
        permissions.require(self.by, "view", there)
        return there

    def _create(self, told: RowValues, outcome: Outcome, *, write: bool) -> None:
        from tendero.records import writing

        values = told.read_all()
        reason = self.record.stays_out(values) if self.record.stays_out is not None else ""
        if reason:
            outcome.result, outcome.reason = "skipped", reason
            return
        mine = {name: value for name, value in values.items() if name in self.fields}
        self._require(mine)
        outcome.result = "created"
        if write:
            fresh = told.exact and not self.record.model.everything.filter(ref=told.ref).exists()
            with kernel_write.bearing(self.record.model, told.ref) if fresh else nullcontext():
                row = writing.add(self.record, mine, by=self.by)
            self._arrive(row, values, told)
            outcome.record_id = row.pk
            self.spoken.add(row.pk)

    def _arrive(self, row: Any, values: Mapping[str, Any], told: RowValues) -> None:
        """What only a file brings; and nobody where the file of ours says that nobody answers for it."""
        brought = {self.arriving[name].path: values[name] for name in self.arriving if values.get(name) is not None}
        if told.exact and permissions.scope(self.by, "add", self.record.key) == "all":
            people = [f for name, f in self.fields.items() if f.kind is Kind.USER and name in told.blank]
            brought |= {field.path: None for field in people if field.value(row) is not None}
        if brought:
            kernel_write.change(row, **brought)

    def _change(self, row: Any, told: RowValues, outcome: Outcome, *, write: bool) -> None:
        from tendero.records import writing

        outcome.record_id, outcome.result = row.pk, "skipped"
        if self.plan.policy == "skip":
            outcome.reason = _("It exists already.")
            return
        values = told.read_differing(row)
        values = {name: value for name, value in values.items() if name in self.fields}
        if self.plan.policy == "fill":
            values = {name: value for name, value in values.items() if self._blank(row, name)}
        differing = {n: v for n, v in values.items() if self.fields[n].value(row) != v}
        back = row.binned_at is not None
        outcome.result = "updated" if differing or back else "unchanged"
        if differing and write and not writing.edit(self.record, row, differing, by=self.by) and not back:
            outcome.result = "unchanged"

    def _blank(self, row: Any, name: str) -> bool:
        return self.fields[name].value(row) in (None, "", [], ())

    def _require(self, values: Mapping[str, Any]) -> None:
        missing = [f.label for name, f in self.fields.items() if f.required and values.get(name) in (None, "")]
        if missing:
            raise ValidationError([_("It lacks %(what)s.") % {"what": ", ".join(map(str, missing))}])

    def _messages(self, problem: ValidationError) -> Iterable[str]:
        if not hasattr(problem, "error_dict"):
            return problem.messages
        fields = self.record.all_fields()
        return [
            f"{fields[name].label}: {' '.join(errors)}" if name in fields else " ".join(errors)
            for name, errors in problem.message_dict.items()
        ]
