"""One change to many records: which field, to what, added to or taken from what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.kernel.actor import Actor
from tendero.records import values
from tendero.records.fields import Field, Kind
from tendero.records.registry import RecordType

MODES: Final = {
    "set": gettext_lazy("Replace what is there"),
    "add": gettext_lazy("Add to what is there"),
    "take": gettext_lazy("Take away from what is there"),
}


@dataclass(frozen=True)
class Edit:
    """`value` is what the field becomes; for several choices also what is added or taken away, by `mode`."""

    field: Field
    value: Any
    mode: str = "set"

    def after(self, row: Any) -> Any:
        """What the field holds on `row` afterwards."""
        if self.mode == "set" or not several(self.field):
            return self.value
        before = values.held(self.field, row) or []
        given = [_key(one) for one in self.value or []]
        if self.mode == "take":
            return [one for one in before if _key(one) not in given]
        here = {_key(one) for one in before}
        return [*before, *(one for one in self.value or [] if _key(one) not in here)]

    def changes(self, row: Any) -> bool:
        """Whether it makes a difference to `row`."""
        return bool(self._plain(values.held(self.field, row)) != self._plain(self.after(row)))

    def _plain(self, value: Any) -> Any:
        found = values.to_json(self.field, value)
        return None if values.is_blank(found) else found

    def data(self) -> dict[str, Any]:
        """As JSON, for a job."""
        return {"field": self.field.name, "value": values.to_json(self.field, self.value), "mode": self.mode}

    def told(self, actor: Actor) -> str:
        """The value in words."""
        return values.shown_value(self.field, self.value, actor) or "—"


def _key(value: Any) -> Any:
    return getattr(value, "ref", value)


def several(field: Field) -> bool:
    """Whether it holds several values, so that adding and taking away make sense."""
    return field.kind is Kind.CHOICES or field.many


def editable(record: RecordType[Any], actor: Actor) -> list[Field]:
    """The fields one value of which suits many rows: no names, no repeated groups."""
    title = record.title_field or record.list_columns[0]
    known = record.writable_for(actor).values()
    return [f for f in known if f.kind is not Kind.LIST and not f.fixed and f.name != title]


def kept(record: RecordType[Any], data: Mapping[str, Any], actor: Actor) -> Edit:
    """The edit `data()` wrote, read again for today's rights. ValidationError if it is possible no longer."""
    field = {f.name: f for f in editable(record, actor)}.get(str(data.get("field", "")))
    if field is None:
        raise ValidationError(_("Your profile may not change this field."))
    mode = str(data.get("mode", "set"))
    stored = data.get("value")
    if mode != "set" and not values.is_blank(stored):
        return Edit(field, values.from_json(field.but(required=False), stored, actor), mode)
    return Edit(field, values.from_json(field, stored, actor), "set")
