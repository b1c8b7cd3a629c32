"""The importer of every record without one of its own: columns are its fields, rows are added one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Missing, Refused
from tendero.kernel.text import fold
from tendero.records.exchange.formulas import unshield
from tendero.records.exchange.importers import Memory, Target
from tendero.records.exchange.plan import Formats, Outcome, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading.cells import content, kind_of
from tendero.records.fields import Field, Kind, Text
from tendero.records.registry import RecordType

_TITLES: Mapping[str, str] = {
    "importe": "amount", "valor": "amount", "amount": "amount", "expected revenue": "amount",
    "ingresos esperados": "amount",
    "fase": "stage", "etapa": "stage", "stage": "stage", "deal stage": "stage", "fecha de cierre": "expected_close",
    "expected closing": "expected_close", "close date": "expected_close", "cliente": "party", "contacto": "party",
    "customer": "party", "empresa": "party", "company": "party", "comercial": "owner", "responsable": "owner",
    "salesperson": "owner", "opportunity": "name", "oportunidad": "name", "deal name": "name", "asunto": "title",
    "subject": "title", "vencimiento": "due", "due date": "due", "fecha limite": "due", "tarea": "title",
}  # fmt: skip


class FieldImporter:
    """Implements `records.exchange.importers.Importer` from the fields of a record type."""

    def __init__(self, record: RecordType[Any]) -> None:
        self.record = record

    def targets(self, actor: Actor) -> Sequence[Target]:
        """The fields that this actor may set."""
        fields = self.record.writable_for(actor)
        found = [Target(name, field.label) for name, field in fields.items()]
        return [Target("id", gettext_lazy("Tendero reference")), *found]

    def guess(self, label: str) -> str:
        """A field by its name or label, then by what other programs call it."""
        told = fold(label).replace("_", " ").strip()
        if told in ("id", "ref", "referencia tendero", "tendero reference", fold(_("Tendero reference"))):
            return "id"
        fields = self.record.all_fields()
        for name, field in fields.items():
            if told in (name.replace("_", " "), fold(str(field.label))):
                return name
        named = _TITLES.get(told, "")
        return named if named in fields else ""

    def matches(self) -> Sequence[tuple[str, Text]]:
        return [("id", gettext_lazy("Tendero reference"))]

    def session(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> FieldSession:
        return FieldSession(self.record, plan, formats, by=by)


class FieldSession:
    """One pass over a file, row by row through `records.writing`."""

    def __init__(self, record: RecordType[Any], plan: Plan, formats: Formats, *, by: Actor) -> None:
        self.record, self.plan, self.formats, self.by = record, plan, formats, by
        self.fields = record.writable_for(by)
        self.columns = [(index, key) for index, key in enumerate(plan.columns) if key in self.fields or key == "id"]

    def prepare(self, rows: Sequence[StagedRow]) -> Sequence[StagedRow]:
        return rows

    def foresee(self, prepared: Sequence[StagedRow]) -> list[Outcome]:
        """Values are read and required fields looked for; nothing is written."""
        return [self._attempt(row, write=False) for row in prepared]

    def write(self, prepared: Sequence[StagedRow], memory: Memory) -> list[Outcome]:
        return [self._attempt(row, write=True) for row in prepared]

    def _attempt(self, row: StagedRow, *, write: bool) -> Outcome:
        outcome = Outcome(row.number, "failed")
        if row.problem:
            outcome.reason = _("The row cannot be read: it does not have the columns of the file.")
            return outcome
        try:
            ref, values = self._values(row)
            outcome.title = str(values.get("name") or values.get("title") or "")
            with transaction.atomic():
                self._apply(ref, values, outcome, write=write)
        except ValidationError as problem:
            outcome.result, outcome.reason = "failed", " ".join(_messages(problem))[:300]
        except Refused as refusal:
            outcome.result, outcome.reason = "failed", str(refusal)
        except Missing:
            outcome.result, outcome.reason = (
                "skipped",
                _("It exists already, outside what you may see: ask for access."),
            )
        return outcome

    def _apply(self, ref: str, values: dict[str, Any], outcome: Outcome, *, write: bool) -> None:
        from tendero.records import writing  # the generic verbs, which know this package by its jobs

        there = self.record.model.everything.filter(ref=ref).first() if ref else None
        if there is None or self.plan.policy == "add":
            self._require(values)
            outcome.result = "created"
            if write:
                outcome.record_id = writing.add(self.record, values, by=self.by).pk
            return
        row = self.record.get(self.by, ref, "view")
        outcome.record_id, outcome.result = row.pk, "skipped"
        if self.plan.policy == "skip":
            outcome.reason = _("It exists already.")
            return
        if self.plan.policy == "fill":
            values = {name: value for name, value in values.items() if self._blank(row, name)}
        differing = {n: v for n, v in values.items() if self.fields[n].value(row) != v}
        outcome.result = "updated" if differing else "unchanged"
        if differing and write and not writing.edit(self.record, row, differing, by=self.by):
            outcome.result = "unchanged"

    def _values(self, row: StagedRow) -> tuple[str, dict[str, Any]]:
        from tendero.records import values as record_values  # which reads the registry

        ref = ""
        found: dict[str, Any] = {}
        errors: list[str] = []
        for index, key in self.columns:
            text = unshield(content(row.cells[index])).strip()
            if not text:
                continue
            if key == "id":
                ref = text
                continue
            field = self.fields[key]
            try:
                found[key] = record_values.from_text(field, self._plain(field, row.cells[index], text), self.by)
            except ValidationError as problem:
                errors.extend(f"{field.label}: {message}" for message in problem.messages)
        if errors:
            raise ValidationError(errors)
        return ref, found

    def _plain(self, field: Field, cell: str, text: str) -> str:
        """Numbers and dates as people type them here, whatever the file's own way."""
        if field.kind in (Kind.MONEY, Kind.NUMBER):
            if kind_of(cell) or self.formats.decimal == ".":
                text = text.replace(",", "").replace(".", ",")
            return text
        if field.kind in (Kind.DATE, Kind.DATETIME) and not kind_of(cell):
            return _day_first(text, self.formats.dates)
        return text

    def _blank(self, row: Any, name: str) -> bool:
        return self.fields[name].value(row) in (None, "", [], ())

    def _require(self, values: Mapping[str, Any]) -> None:
        missing = [f.label for name, f in self.fields.items() if f.required and values.get(name) in (None, "")]
        if missing:
            raise ValidationError([_("It lacks %(what)s.") % {"what": ", ".join(map(str, missing))}])


def _messages(problem: ValidationError) -> Iterable[str]:
    if hasattr(problem, "error_dict"):
        return [f"{name}: {' '.join(errors)}" for name, errors in problem.message_dict.items()]
    return problem.messages


def _day_first(text: str, order: str) -> str:
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if order == "mdy" and len(parts) == 3 and len(parts[0]) <= 2:
        return f"{parts[1]}/{parts[0]}/{parts[2]}"
    return text
