"""What a form would have said of a value, said once it is saved in place: who has it already, what looks wrong."""

from __future__ import annotations

from typing import Any

from tendero.kernel.actor import Actor
from tendero.records import values
from tendero.records.fields import Field
from tendero.records.registry import RecordType
from tendero.records.sight import titles


def after(record: RecordType[Any], row: Any, field: Field, actor: Actor) -> tuple[list[str], str]:
    """The cautions, and the address of the row that may be the same one, if this actor sees it."""
    held = values.held(field, row)
    if field.name not in record.told_by or values.is_blank(held):
        return [], ""
    known = record.fields_for(actor)
    beside = {name: values.held(known[name], row) for name in record.told_by[field.name] if name in known}
    typed = {**beside, field.name: held}
    said = [str(caution.text) for caution in record.warnings(typed, actor)] if record.warnings else []
    found = record.similar(typed, actor, but=row) if record.similar else ()
    for other in found:
        if other.row is None:
            return [*said, str(other.why)], ""
        if other.row.pk != row.pk:
            return [*said, f"{other.why}: {titles([other.row], actor)[0]}"], f"/{record.slug}/{other.row.ref}/"
    return said, ""
