"""The sections of a form, filled from a row, from an address, or from what was just sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED
from django.http import QueryDict
from django.utils.translation import gettext as _

from tendero.identity.models import User
from tendero.kernel.actor import Actor
from tendero.records import registry, values
from tendero.records.fields import Field
from tendero.records.form import inputs, reading
from tendero.records.form.inputs import Input
from tendero.records.form.reading import Sent
from tendero.records.registry import RecordType, Section


@dataclass(frozen=True)
class Part:
    """A section of a form."""

    label: str
    inputs: Sequence[Input]
    folded: bool = False


def sections_for(record: RecordType[Any], actor: Actor, *, quick: bool = False, only: str = "") -> list[Section]:
    """The sections this actor may fill in: the quick ones, the one field or section asked for, or all of them."""
    open_fields = record.writable_for(actor)
    if only:
        found = [s for s in all_sections(record, actor) if str(s.label) == only or only in s.fields]
    elif quick:
        found = [Section("", record.quick_fields or _first_fields(record, actor))]
    else:
        found = all_sections(record, actor)
    kept = [Section(s.label, [name for name in s.fields if name in open_fields], s.folded) for s in found]
    return [section for section in kept if section.fields]


def all_sections(record: RecordType[Any], actor: Actor) -> list[Section]:
    """Declared sections; user-defined fields and those of rooms above, which no section names, come last."""
    known = record.fields_for(actor)
    named = {name for section in record.sections for name in section.fields}
    rest = [name for name, f in known.items() if name not in named and (f.custom is not None or not record.sections)]
    added = [f.name for extension in record.extensions for f in extension.fields if f.name in known]
    rest += [name for name in added if name not in named and name not in rest]
    label = _("More data") if record.sections else record.labels.one
    return [*record.sections, *([Section(label, rest)] if rest else [])]


def _first_fields(record: RecordType[Any], actor: Actor) -> Sequence[str]:
    sections = all_sections(record, actor)
    return sections[0].fields if sections else ()


def parts(
    record: RecordType[Any],
    sections: Sequence[Section],
    actor: Actor,
    held: Mapping[str, Any],
    *,
    sent: Sent | None = None,
    data: QueryDict | None = None,
) -> list[Part]:
    """The sections with their inputs: of what is held, or of what was sent, with its errors."""
    known = record.writable_for(actor)
    found = []
    for section in sections:
        made = [_input(known[name], held, actor, sent, data) for name in section.fields]
        opened = any(one.errors for one in made)
        found.append(Part(str(section.label), made, section.folded and not opened))
    return found


def _input(field: Field, held: Mapping[str, Any], actor: Actor, sent: Sent | None, data: QueryDict | None) -> Input:
    name = field.name
    errors = sent.errors.get(name, ()) if sent else ()
    hidden = not errors and _out_of_place(field, {**held, **(sent.values if sent else {})})
    if sent is not None and name in sent.values:
        return inputs.make(field, name, sent.values[name], actor, errors=errors, hidden=hidden)
    made = inputs.make(field, name, None if sent else held.get(name), actor, errors=errors, hidden=hidden)
    if sent is not None and data is not None and made.shape in ("text", "textarea", "date", "moment"):
        return replace(made, text=reading.as_typed(field, name, data))
    return made


def _out_of_place(field: Field, held: Mapping[str, Any]) -> bool:
    """Whether the choice on which the field depends says something else; where it is not known, the field shows."""
    if field.only_if is None:
        return False
    choice, value = field.only_if
    return held.get(choice) not in (None, "", value)


def held_by(record: RecordType[Any], row: Any, actor: Actor) -> dict[str, Any]:
    """What a row holds in the fields this actor may write, and in the choices that nobody is asked for."""
    held = {name: values.held(field, row) for name, field in record.writable_for(actor).items()}
    return settled(record, row) | held


def settled(record: RecordType[Any], row: Any = None) -> dict[str, Any]:
    """The choices that the company does without, on which others depend: as the row has them, or as a new one will."""
    unused = registry.unused_fields(record.key)
    fields = record.own_fields
    names = {f.only_if[0] for f in fields.values() if f.only_if is not None} & unused if unused else set()
    return {name: fields[name].value(row) if row else _of_column(record, fields[name]) for name in names}


def beginning(record: RecordType[Any], query: QueryDict, actor: Actor) -> dict[str, Any]:
    """What a new record starts with: defaults, himself as the one who answers for it, then what the address says."""
    found = settled(record)
    usual = record.initial() if record.initial is not None else {}
    for name, field in record.writable_for(actor).items():
        if name in query:
            try:
                found[name] = reading.value_of(field, name, query, actor)
                continue
            except ValidationError:
                pass
        found[name] = usual[name] if name in usual else _default(record, field, actor)
    return found


def _default(record: RecordType[Any], field: Field, actor: Actor) -> Any:
    if field.name == record.model.owner_field and actor.user_id:
        return User.objects.filter(pk=actor.user_id).first()
    return _of_column(record, field)


def _of_column(record: RecordType[Any], field: Field) -> Any:
    """The default of its column; None for none."""
    column = {c.name: c for c in record.model._meta.concrete_fields}.get(field.path)
    if column is None or column.is_relation or column.default is NOT_PROVIDED:
        return None
    value = column.get_default()
    return None if value in ("", 0) else value
