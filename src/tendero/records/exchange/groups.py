"""A group that repeats, out of the one cell that our export packs it into: a line a row, its parts between bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from tendero.kernel import refs
from tendero.kernel.actor import Actor
from tendero.records.fields import Field


def rows_of(field: Field, text: str, by: Actor) -> list[Mapping[str, Any]]:
    """The rows of a cell, typed. ValidationError says what cannot be read."""
    from tendero.records.values import packing  # which read the registry

    parts = {part.name: part for part in field.item}
    told = packing.unpack_rows(text, list(parts))
    return [{name: _part(parts[name], one, by) for name, one in row.items()} for row in told]


def _part(part: Field, text: str, by: Actor) -> Any:
    """One part; a row of another kind is named, its reference behind it where names are shared: “Café (1m8p…)”."""
    from tendero.records.values import from_text, lookup

    name, _open, rest = text.rpartition(" (")
    ref = rest.removesuffix(")")
    if part.is_relation and name and refs.is_ref(ref):
        try:
            return lookup.by_ref(part, ref, by)
        except ValidationError:  # of another database: the name may still say which it is
            return lookup.by_name(part, name, by)
    return from_text(part, text, by)
