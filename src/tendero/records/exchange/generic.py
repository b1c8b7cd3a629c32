"""The importer of every record without one of its own: columns are its fields, rows are added one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.records.exchange import titles
from tendero.records.exchange.importers import Session, Tallied, Target
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.rows import ID, SAME, FieldSession, arriving
from tendero.records.fields import Text
from tendero.records.registry import RecordType

_TITLES: Mapping[str, str] = {
    "importe": "amount", "valor": "amount", "amount": "amount", "expected revenue": "amount",
    "ingresos esperados": "amount",
    "fase": "stage", "etapa": "stage", "stage": "stage", "deal stage": "stage", "fecha de cierre": "expected_close",
    "expected closing": "expected_close", "close date": "expected_close", "cliente": "party", "contacto": "party",
    "customer": "party", "empresa": "party", "company": "party", "comercial": "owner", "responsable": "owner",
    "salesperson": "owner", "opportunity": "name", "oportunidad": "name", "deal name": "name", "asunto": "title",
    "subject": "title", "vencimiento": "due_on", "due date": "due_on", "fecha limite": "due_on", "tarea": "title",
    "fecha": "at", "date": "at", "texto": "body", "notas": "body", "notes": "body", "asignado a": "assignee",
    "assigned to": "assignee", "moneda": "currency", "divisa": "currency", "nombre": "name", "articulo": "name",
    "product name": "name", "referencia": "code", "sku": "code", "familia": "category", "categoria": "category",
    "price": "price", "precio sin iva": "price", "costo": "cost", "precio de compra": "cost", "iva": "tax",
    "tipo de iva": "tax", "igv": "tax", "vat": "tax", "unidad": "unit", "descripcion": "description",
}  # fmt: skip


class FieldImporter:
    """Implements `records.exchange.importers.Importer` from the fields of a record type."""

    def __init__(self, record: RecordType[Any]) -> None:
        self.record = record

    def targets(self, actor: Actor) -> Sequence[Target]:
        """The fields that this actor may set, and those that only a file of ours brings."""
        fields = self.record.writable_for(actor)
        found = [Target(name, field.label) for name, field in fields.items()]
        brought = [
            Target(name, field.label, gettext_lazy("Only for new ones"))
            for name, field in arriving(self.record, actor).items()
        ]
        return [Target(ID, gettext_lazy("Tendero reference")), *found, *brought]

    def guess(self, label: str) -> str:
        """A field by its name or label, then by what other programs call it."""
        told = fold(label).replace("_", " ").strip()
        if told in (ID, "ref") or titles.is_reference(label):
            return ID
        fields = self.record.all_fields()
        for name, field in fields.items():
            if told in (name.replace("_", " "), fold(str(field.label))):
                return name
        named = _TITLES.get(told, "")
        return named if named in fields else ""

    def arrange(self, labels: Sequence[str], found: list[str]) -> list[str]:
        """A file of ours says of each column which field it is."""
        return titles.read(self.record, labels) or found

    def matches(self) -> Sequence[tuple[str, Text]]:
        """Our own reference; then what tells two of them apart, where the record says it."""
        same = ", ".join(str(self.record.own_fields[name].label) for name in self.record.same_by)
        return [(ID, gettext_lazy("Tendero reference")), *([(SAME, same)] if same else [])]

    def also(self) -> Text:
        """Nothing: nobody is made here for being named."""
        return ""

    def tallied(self, tally: Mapping[str, int]) -> Sequence[Tallied]:
        """Nothing."""
        return ()

    def program(self, labels: Sequence[str]) -> str:
        """None: titles of one kind of program only are known of contacts."""
        return ""

    def stated(self, plan: Plan, formats: Formats, cells: Sequence[str]) -> int | None:
        """Nothing."""
        return None

    def heeds(self) -> frozenset[str]:
        """None: what a row does not say stays blank."""
        return frozenset()

    def session(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> Session:
        return FieldSession(self.record, plan, formats, by=by)
