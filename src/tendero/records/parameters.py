"""The keyword parameters of an offered action as fields: what its dialog, endpoint and bulk button ask for."""

from __future__ import annotations

import datetime as dt
import inspect
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tendero.identity.models import User
from tendero.kernel import journal
from tendero.kernel.actor import Actor
from tendero.kernel.changes import ActionInfo
from tendero.kernel.money import Money
from tendero.records import values
from tendero.records.fields import Field, Kind, Text

_KINDS: Final[Mapping[type[Any], Kind]] = {
    bool: Kind.BOOL,
    int: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    str: Kind.TEXT,
    dt.datetime: Kind.DATETIME,
    dt.date: Kind.DATE,
    dt.time: Kind.TEXT,
    Money: Kind.MONEY,
}


@dataclass(frozen=True)
class Parameter:
    """One keyword parameter. `needed`: it must be given, if only as nothing. `hour`: a time of day, ``9:45``."""

    field: Field
    needed: bool = False
    hour: bool = False


@cache
def parameters(info: ActionInfo) -> dict[str, Parameter]:
    """What the action takes beside the record and the actor, by name, in order.

    TypeError for a parameter whose annotation is of no known kind: an offered action must be derivable.
    """
    function = inspect.unwrap(info.function)
    hints = typing.get_type_hints(function)
    found: dict[str, Parameter] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY or name == "by":
            continue
        optional, kind = _bare(hints[name])
        several, kind = _several(kind)
        needed = parameter.default is inspect.Parameter.empty
        if several and typing.is_typeddict(kind):
            field = _groups(info, name, kind)
        else:
            field = _field(info, name, kind, needed and not optional).but(many=several)
        found[name] = Parameter(field, needed=needed, hour=kind is dt.time)
    return found


@cache
def takes_many(info: ActionInfo) -> bool:
    """Whether the action takes a sequence of records at once instead of one."""
    function = inspect.unwrap(info.function)
    first = next(iter(inspect.signature(function).parameters))
    origin = typing.get_origin(typing.get_type_hints(function)[first])
    return isinstance(origin, type) and issubclass(origin, Iterable)


def perform(info: ActionInfo, row: Any, arguments: Mapping[str, Any], *, by: Actor) -> Any:
    """Do the action to one record."""
    return info.function([row] if takes_many(info) else row, by=by, **arguments)


def read(info: ActionInfo, data: Mapping[str, Any], actor: Actor, *, text: bool = False) -> dict[str, Any]:
    """Typed arguments from JSON, or from `text` as people type it. ValidationError by name."""
    known = parameters(info)
    errors: dict[str, Any] = {
        name: ValidationError(_("There is no parameter of this name."), code="unknown")
        for name in data
        if name not in known
    }
    found: dict[str, Any] = {}
    for name, parameter in known.items():
        if name not in data and parameter.needed:
            errors[name] = ValidationError(_("Fill this in."), code="required")
        elif name in data:
            try:
                value = _value(parameter, data[name], actor, text)
            except ValidationError as error:
                errors[name] = error
            else:
                if value is not None or parameter.needed:
                    found[name] = value
    if errors:
        raise ValidationError(errors)
    return found


def read_form(info: ActionInfo, data: QueryDict, actor: Actor) -> dict[str, Any]:
    """Typed arguments from what a form sent; an empty input is one that was not given. ValidationError by name."""
    errors: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for name, parameter in parameters(info).items():
        sent = data.get(name, "").strip()
        by_reference = parameter.field.is_relation or parameter.field.kind is Kind.BOOL
        try:
            if not sent and parameter.field.required:
                raise ValidationError(_("Fill this in."), code="required")
            if not sent and not parameter.needed:
                continue
            plain: Any = sent == "1" if parameter.field.kind is Kind.BOOL else sent or None
            found[name] = _value(parameter, plain if by_reference else sent, actor, text=not by_reference)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return found


def _value(parameter: Parameter, data: Any, actor: Actor, text: bool) -> Any:
    field = parameter.field
    value = values.from_text(field, data or "", actor) if text else values.from_json(field, data, actor)
    if value is None:
        return None
    if parameter.hour:
        return _hour(value)
    return int(value) if field.whole else value


def _hour(value: str) -> dt.time:
    try:
        return dt.time.fromisoformat(value.zfill(5))
    except ValueError as error:
        raise ValidationError(_("An hour is written 9:45."), code="type") from error


def _bare(hint: Any) -> tuple[bool, Any]:
    """Whether None will do, and the type otherwise."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [part for part in typing.get_args(hint) if part is not type(None)]
        return len(rest) < len(typing.get_args(hint)), rest[0]
    return False, hint


def _several(hint: Any) -> tuple[bool, Any]:
    """Whether it is a list of such things, and of which."""
    origin = typing.get_origin(hint)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return True, typing.get_args(hint)[0]
    return False, hint


def _groups(info: ActionInfo, name: str, shape: Any) -> Field:
    """A list of groups, each with the parts that a TypedDict names."""
    hints = typing.get_type_hints(shape)
    item = tuple(_field(info, part, kind, True) for part, kind in hints.items())
    return Field(name=name, label=_label(info, name), kind=Kind.LIST, item=item)


def _field(info: ActionInfo, name: str, kind: Any, required: bool) -> Field:
    label = _label(info, name)
    if isinstance(kind, type) and issubclass(kind, models.Model):
        if kind is User:
            return Field(name=name, label=label, kind=Kind.USER, target="identity.User", required=required)
        target = str(kind.key())  # type: ignore[attr-defined]
        of_party = Kind.PARTY if target == "directory.Party" else Kind.RECORD
        return Field(name=name, label=label, kind=of_party, target=target, required=required)
    if kind not in _KINDS:
        raise TypeError(f"{info.name}: nobody can ask people for {name!r}, a {kind!r}")
    longest = 5 if kind is dt.time else None
    return Field(name=name, label=label, kind=_KINDS[kind], required=required, whole=kind is int, max_length=longest)


def _label(info: ActionInfo, name: str) -> Text:
    """What the record's own column of that name is called; else the name."""
    try:
        column: Any = journal.models_by_key()[info.record]._meta.get_field(name)
        label: Text = column.verbose_name
        return label
    except (FieldDoesNotExist, AttributeError, KeyError):
        return name.replace("_", " ")
