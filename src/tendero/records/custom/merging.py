"""User-defined values of records that become one: the chosen one's, else what the kept one lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tendero.records.custom import definitions, reading, writing
from tendero.records.fields import Field
from tendero.records.models.custom import FieldDefinition
from tendero.records.values import is_blank


def fields_of(record_key: str) -> list[Field]:
    """All of them, the archived ones too: they keep their values and may come back."""
    known = FieldDefinition.objects.filter(record=record_key).order_by("position", "id")
    return [definitions.as_field(definition) for definition in known]


def bring(kept: Any, others: Sequence[Any], chosen: Mapping[str, Any]) -> set[str]:
    """Copy onto `kept` the values of whom `chosen` names by field, and those of which it has none.

    Names of what changed. The others keep theirs. Inside a change set only.
    """
    rows, fields = [kept, *others], fields_of(kept.key())
    reading.attach(rows, fields)
    wanted: dict[Field, Any] = {}
    for field in fields:
        filled = [row for row in rows if not is_blank(field.value(row))]
        giver = chosen.get(field.name) or next(iter(filled), kept)
        if giver is not kept:
            wanted[field] = field.value(giver)
    return writing.store(kept, wanted) if wanted else set()
