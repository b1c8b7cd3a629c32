"""What came back from a form: typed values, and what is wrong, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from tendero.kernel.actor import Actor
from tendero.records import values
from tendero.records.fields import Field, Kind
from tendero.records.registry import RecordType

SHOWN: Final = "_field"
"""The name under which a form says which fields it shows: an unticked box sends nothing."""
MOST_GROUPS: Final = 50


@dataclass
class Sent:
    """Values by field, and errors by field, of what was sent."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, error: ValidationError) -> None:
        """Take over what a later check found."""
        for name, messages in getattr(error, "message_dict", {"": error.messages}).items():
            self.errors.setdefault("" if name == "__all__" else name, []).extend(str(text) for text in messages)


def read(record: RecordType[Any], data: QueryDict, actor: Actor) -> Sent:
    """Read the fields that the form showed and the actor may write; anything else it sent is not looked at."""
    sent = Sent()
    open_fields = record.writable_for(actor)
    for name in dict.fromkeys(data.getlist(SHOWN)):
        if name in open_fields:
            read_one(open_fields[name], name, data, actor, sent)
    return sent


def read_one(of: Field, name: str, data: QueryDict, actor: Actor, sent: Sent) -> None:
    """Read one field into `sent`."""
    try:
        sent.values[name] = value_of(of, name, data, actor)
    except ValidationError as error:
        sent.errors.setdefault(name, []).extend(str(text) for text in error.messages)


def value_of(of: Field, name: str, data: QueryDict, actor: Actor) -> Any:
    """The value sent for a field. ValidationError tells how to write it."""
    if of.kind is Kind.LIST:
        return values.checked(of, _groups(of, name, data, actor))
    if (of.kind is Kind.CHOICES and of.choices is not None) or (of.many and of.is_relation):
        return values.from_json(of, [text for text in data.getlist(name) if text], actor)
    text = data.get(name, "").strip()
    if of.kind is Kind.BOOL:
        return values.from_json(of, text == "1", actor)
    if of.kind is Kind.CHOICE or of.is_relation:
        return values.from_json(of, text or None, actor)
    return values.from_text(of, text, actor)


def _groups(of: Field, name: str, data: QueryDict, actor: Actor) -> list[Mapping[str, Any]]:
    pattern = re.compile(rf"^{re.escape(name)}-(\d{{1,4}})-")
    places = sorted({int(match[1]) for key in data if (match := pattern.match(key))})
    found: list[Mapping[str, Any]] = []
    for at in places[:MOST_GROUPS]:
        part = {
            item.name: value_of(item, f"{name}-{at}-{item.name}", data, actor)
            for item in of.item
            if not item.unasked and _sent(of, item, name, at, data)
        }
        if any(not values.is_blank(value) and value is not False for value in part.values()):
            found.append(part)
    return found


def _sent(of: Field, item: Field, name: str, at: int, data: QueryDict) -> bool:
    """Whether a part of the group says anything: a required one may be blank in a row that is blank altogether."""
    blank_row = not any(data.get(f"{name}-{at}-{part.name}", "").strip() for part in of.item)
    return not (blank_row and item.required)


def as_typed(of: Field, name: str, data: QueryDict) -> Any:
    """What was typed into a field that could not be read, to show it again."""
    return data.get(name, "")
