"""Making, renaming, ordering and archiving the company's own fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.kernel import clock, text, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require
from tendero.records import registry
from tendero.records.custom import definitions
from tendero.records.custom.options import told_apart
from tendero.records.fields import Field, Kind
from tendero.records.models.custom import CustomKind, FieldDefinition

SETTING = "kernel.Setting"
MOST_FIELDS = 100
MOST_CHOICES = 200
_WITH_CHOICES = frozenset({Kind.CHOICE.value, Kind.CHOICES.value})


@action(gettext_lazy("Make a field"), record=SETTING, verb="change")
def define_field(
    record_key: str,
    *,
    label: str,
    kind: str,
    by: Actor,
    key: str = "",
    choices: Sequence[str] = (),
    help: str = "",
    required: bool = False,
) -> Field:
    """Make a field of one of the kinds of `CustomKind`; `choices` are the labels of its options.

    Refuses (ValidationError by field) a label in use, a kind that does not exist, a list without options. Returns the
    field as every surface now knows it; an archived field of the same label and kind comes back with its values.
    """
    require(by, "change", SETTING)
    label = _label(label)
    _check_kind(record_key, kind)
    _check_free(record_key, label)
    definition = _archived_twin(record_key, label, kind)
    if definition is not None:
        write.change(definition, archived_at=None, position=_last_position(record_key))
    else:
        definition = FieldDefinition(
            record=record_key,
            name=_name(record_key, key or label),
            label=label,
            kind=kind,
            choices=_choices(kind, choices, ()),
            help=help.strip(),
            required=required,
            position=_last_position(record_key),
        )
        write.create(definition)
    return definitions.as_field(definition)


@action(gettext_lazy("Change a field"), record=SETTING, verb="change")
def change_field(
    definition: FieldDefinition,
    *,
    by: Actor,
    label: str,
    choices: Sequence[str] = (),
    help: str = "",
    required: bool = False,
) -> None:
    """Rename a field, its options and its help. Options are told apart by their labels (`custom.options`).

    Refuses to drop an option, values may hold it, and a list of which it cannot be told which became which. The kind
    never changes.
    """
    require(by, "change", SETTING)
    label = _label(label)
    if text.fold(label) != definition.label_folded:
        _check_free(definition.record, label)
    pairs = _choices(definition.kind, choices, [(str(value), str(shown)) for value, shown in definition.choices])
    write.change(definition, label=label, choices=pairs, help=help.strip(), required=required)


@action(gettext_lazy("Order the fields"), record=SETTING, verb="change")
def order_fields(record_key: str, *, refs: Sequence[str], by: Actor) -> None:
    """Put the fields of a record in this order; those not named keep theirs, after them."""
    require(by, "change", SETTING)
    rows = {row.ref: row for row in in_use(record_key)}
    named = [rows.pop(ref) for ref in refs if ref in rows]
    for position, row in enumerate([*named, *rows.values()], 1):
        write.change(row, position=position)


@action(gettext_lazy("Archive a field"), record=SETTING, verb="change")
def archive_field(definition: FieldDefinition, *, by: Actor) -> None:
    """Take a field out of every screen; its values stay, and come back with it."""
    require(by, "change", SETTING)
    write.change(definition, archived_at=clock.now())


@action(gettext_lazy("Use a field again"), record=SETTING, verb="change")
def unarchive_field(definition: FieldDefinition, *, by: Actor) -> None:
    """Bring an archived field back. Refuses when another has taken its name."""
    require(by, "change", SETTING)
    _check_free(definition.record, definition.label)
    write.change(definition, archived_at=None, position=_last_position(definition.record))


def in_use(record_key: str) -> list[FieldDefinition]:
    """Definitions of a record that are not archived, in order."""
    return list(FieldDefinition.objects.filter(record=record_key, archived_at=None).order_by("position", "id"))


def _label(label: str) -> str:
    """The label tidied; ValidationError when nothing is left that can be searched."""
    label = label.strip()
    if not text.fold(label):
        raise ValidationError({"label": _("Give the field a name.")})
    return label


def _check_kind(record_key: str, kind: str) -> None:
    """ValidationError for an unknown record or type, or one field too many for the record."""
    if record_key not in set(registry.keys()):
        raise ValidationError({"record": _("There is no such kind of record.")})
    if kind not in CustomKind.values:
        raise ValidationError({"kind": _("Choose one of the types.")})
    if FieldDefinition.objects.filter(record=record_key).count() >= MOST_FIELDS:
        raise ValidationError(_("There are too many fields of your own already; archive some."))


def _check_free(record_key: str, label: str) -> None:
    """Neither an own field nor one that comes with the product may be called so."""
    wanted = text.fold(label)
    taken = {text.fold(str(field.label)) for field in registry.get(record_key).all_fields().values()}
    if wanted in taken:
        raise ValidationError({"label": _("There is a field called so already.")})


def _archived_twin(record_key: str, label: str, kind: str) -> FieldDefinition | None:
    """The field of that label and type archived last, to be brought back with its values."""
    rows = FieldDefinition.objects.filter(record=record_key, kind=kind, label_folded=text.fold(label))
    found: FieldDefinition | None = rows.exclude(archived_at=None).order_by("-archived_at").first()
    return found


def _last_position(record_key: str) -> int:
    """The place after the last field of the record."""
    found = FieldDefinition.objects.filter(record=record_key).aggregate(last=Max("position"))
    return (found["last"] or 0) + 1


def _name(record_key: str, wanted: str) -> str:
    """A key made of the label's words, numbered where it is taken."""
    base = "_".join(text.words(wanted))[:34].strip("_") or "campo"
    base = base if base[0].isalpha() else f"campo_{base}"[:36]
    taken = set(
        FieldDefinition.everything.filter(record=record_key, name__startswith=base).values_list("name", flat=True)
    )
    return next(key for key in (base, *(f"{base}_{n}" for n in range(2, 999))) if key not in taken)


def _choices(kind: str, labels: Sequence[str], stored: Sequence[tuple[str, str]]) -> list[list[Any]]:
    """Pairs of stored value and label; options already there keep their stored value."""
    if kind not in _WITH_CHOICES:
        return []
    shown = [label.strip()[:80] for label in labels if label.strip()]
    if not shown or len(shown) > MOST_CHOICES or len({text.fold(label) for label in shown}) != len(shown):
        raise ValidationError({"choices": _("Write the options, each once, on lines of their own.")})
    taken = {value for value, _label in stored}
    before = told_apart(shown, stored)
    return [[value or _stored_value(label, taken), label] for value, label in zip(before, shown, strict=True)]


def _stored_value(label: str, taken: set[str]) -> str:
    """A value for an option, from its label, unlike those in `taken`, where it is noted."""
    base = re.sub(r"[^a-z0-9]+", "-", text.fold(label)).strip("-")[:60] or "opcion"
    value = next(v for v in (base, *(f"{base}-{n}" for n in range(2, 999))) if v not in taken)
    taken.add(value)
    return value
