"""One field as an input: its shape, its text, its choices, what is wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from tendero.kernel.actor import Actor
from tendero.records import registry, values
from tendero.records.fields import Field, Kind
from tendero.records.sight import KEPT, Unseen
from tendero.records.values import lookup

FEW: Final = 3
SHORT_LIST: Final = 40
_MODES: Final = {
    Kind.NUMBER: "decimal",
    Kind.MONEY: "decimal",
    Kind.PHONE: "tel",
    Kind.EMAIL: "email",
    Kind.URL: "url",
}
_COMPLETE: Final = {Kind.PHONE: "off", Kind.EMAIL: "off"}


@dataclass(frozen=True)
class Option:
    """One of the choices."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Input:
    """An input as the template draws it. `groups` are the rows of a group that repeats; `blank` is one more of them."""

    field: Field
    name: str
    shape: str
    text: str = ""
    options: Sequence[Option] = ()
    errors: Sequence[str] = ()
    warning: str = ""
    title: str = ""
    suggest: str = ""
    groups: Sequence[Sequence[Input]] = ()
    hidden: bool = False
    extra: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"f-{self.name.replace('.', '-')}"

    @property
    def mode(self) -> str:
        """What keyboard a phone shows."""
        return _MODES.get(self.field.kind, "")

    @property
    def next(self) -> int:
        """Number of the next row of the group."""
        return len(self.groups)


def make(field: Field, name: str, value: Any, actor: Actor, *, row: Any = None, **more: Any) -> Input:
    """The input of `field` holding `value` (as `values.held` gives it)."""
    shape = shape_of(field, actor)
    if shape == "group":
        return Input(field, name, shape, groups=_groups(field, name, value, actor), **more)
    if shape in ("select", "segmented", "checks"):
        return Input(field, name, shape, options=_options(field, value, actor), **more)
    if shape == "combo":
        ref = KEPT if isinstance(value, Unseen) else getattr(value, "ref", "")
        return Input(field, name, shape, ref, title=str(value or ""), suggest=_suggest(field), **more)
    return Input(field, name, shape, _text(field, value, actor), **more)


def shape_of(field: Field, actor: Actor) -> str:
    """What kind of input a field is."""
    if field.kind is Kind.LIST:
        return "group"
    if (field.kind is Kind.CHOICES and field.choices is not None) or (field.many and field.is_relation):
        return "checks"
    if field.kind is Kind.CHOICE:
        few = field.choices is not None and len(field.choices()) <= FEW
        return "segmented" if few and not field.blank else "select"
    if field.kind is Kind.USER:
        return "select"
    if field.is_relation:
        return "combo" if _long(field) else "select"
    plain = {Kind.LONG_TEXT: "textarea", Kind.BOOL: "check", Kind.DATE: "date", Kind.DATETIME: "moment"}
    return plain.get(field.kind, "text")


def _long(field: Field) -> bool:
    """Whether a relation points to more than a short list."""
    found = field.target in set(registry.keys()) and registry.get(field.target).in_menu
    return found or field.kind is Kind.PARTY


def _suggest(field: Field) -> str:
    target = field.target or "directory.Party"
    return registry.get(target).url("suggest") if target in set(registry.keys()) else ""


def _options(field: Field, value: Any, actor: Actor) -> list[Option]:
    held = value if isinstance(value, list) else [value]
    chosen = {_key(one) for one in held}
    if field.choices is not None:
        found = [Option(str(stored), str(label), str(stored) in chosen) for stored, label in field.choices()]
        empty = not field.blank or field.kind is Kind.CHOICES or any(option.value == "" for option in found)
    else:
        rows = lookup.candidates(field, actor)[: SHORT_LIST * 10]
        found = [Option(row.ref, str(row), row.ref in chosen) for row in rows]
        offered = {option.value for option in found}
        found += [Option(one.ref, str(one), True) for one in held if one is not None and one.ref not in offered]
        empty = field.required and value is not None
    return found if empty or field.many else [Option("", _("—"), "" in chosen or "None" in chosen), *found]


def _key(value: Any) -> str:
    return str(getattr(value, "ref", value))


def _text(field: Field, value: Any, actor: Actor) -> str:
    """The value as one may type it back."""
    if value is None or value == []:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    if field.kind is Kind.DATE:
        return str(value.isoformat())
    if field.kind is Kind.BOOL:
        return "1" if value else ""
    if isinstance(value, list):
        return "; ".join(values.shown_value(field, [one], actor) for one in value)
    return values.shown_value(field, value, actor)


def _groups(field: Field, name: str, value: Any, actor: Actor) -> list[list[Input]]:
    return [group(field, name, at, part, actor) for at, part in enumerate(value or [{}])]


def group(field: Field, name: str, at: int, part: Mapping[str, Any], actor: Actor) -> list[Input]:
    """One row of a group that repeats."""
    asked = (item for item in field.item if not item.unasked)
    return [make(item, f"{name}-{at}-{item.name}", part.get(item.name), actor) for item in asked]
