"""How each field stood when a form was opened, told in a few letters: what nobody touched there is nobody's change.

Without them whoever changes a website would send the city of an hour ago along with it, and a conflict would offer it
as his own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.http import QueryDict

from tendero.records import values
from tendero.records.fields import Field, Kind
from tendero.records.form.reading import Sent

NAME: Final = "was"
LONGEST: Final = 20_000
_LETTERS: Final = 12


def of(field: Field, value: Any) -> str:
    """The mark of a value; the same for what a form reads back from it."""
    if isinstance(value, datetime):
        value = value.replace(second=0, microsecond=0)  # as much as a form asks for
    held = _bare(values.to_json(field, value))
    if isinstance(held, list) and field.kind is not Kind.LIST:
        held = sorted(held, key=str)
    elif isinstance(held, list):
        asked = {part.name for part in field.item if not part.unasked}
        held = [{name: part for name, part in row.items() if name in asked} for row in held]
    return sha256(json.dumps(held, sort_keys=True, default=str).encode()).hexdigest()[:_LETTERS]


def written(fields: Mapping[str, Field], held: Mapping[str, Any], names: Iterable[str]) -> str:
    """The marks of these fields, as a form carries them."""
    return json.dumps({name: of(fields[name], held.get(name)) for name in names if name in fields})


def untouched(fields: Mapping[str, Field], sent: Sent, data: QueryDict) -> set[str]:
    """Fields sent as they stood when the form was opened; none where it does not say how that was."""
    was = _read(data.get(NAME, ""))
    return {name for name, value in sent.values.items() if was.get(name) == of(fields[name], value)}


def _read(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if 0 < len(text) < LONGEST else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _bare(value: Any) -> Any:
    """Without what says nothing: a part that is blank and one that is not there are the same."""
    if isinstance(value, dict):
        parts = {name: _bare(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part is not None} or None
    if isinstance(value, list):
        return [part for part in map(_bare, value) if part is not None] or None
    return None if value == "" or value is False else value
