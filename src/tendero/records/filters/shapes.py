"""Record types as an actor knows them, read from the registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.fields import Field, Kind, from_model


@dataclass(frozen=True)
class WalkedLink:
    """A relation field of a shape, and the shape behind it."""

    field: Field
    shape: KnownShape


@dataclass(frozen=True)
class KnownRelation:
    """A set of rows that point here."""

    name: str
    label: Any
    path: str
    shape: KnownShape


@dataclass(frozen=True)
class KnownShape:
    """What `actor` knows of the record type `key`; shapes of one key and actor are equal."""

    key: str
    actor: Actor = field(repr=False)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field he may filter by."""
        if is_record(self.key):
            found = registry.get(self.key).fields_for(self.actor)
            return {name: f for name, f in found.items() if f.filterable and (f.path or f.custom)}
        return {f.name: f for f in _OTHERS.get(self.key, ())} or _named(self.key)

    def field(self, name: str) -> Field | None:
        return self.fields.get(name)

    def link(self, name: str) -> WalkedLink | None:
        """A relation may be walked by whoever may view what it points at."""
        found = self.fields.get(name)
        if found is None or not found.is_relation or not found.target:
            return None
        if is_record(found.target) and not permissions.may(self.actor, "view", found.target):
            return None
        return WalkedLink(found, KnownShape(found.target, self.actor))

    @cached_property
    def relations(self) -> Mapping[str, KnownRelation]:
        """Every set of related rows he may view."""
        if not is_record(self.key):
            return {}
        return {
            related.name: KnownRelation(
                related.name, related.label, related.path, KnownShape(related.record, self.actor)
            )
            for related in registry.get(self.key).all_related().values()
            if is_record(related.record) and permissions.may(self.actor, "view", related.record)
        }

    def relation(self, name: str) -> KnownRelation | None:
        return self.relations.get(name)


def is_record(key: str) -> bool:
    """Whether a record type of that key is declared."""
    return registry.knows(key)


def model_of(key: str) -> type[Any]:
    """The model behind a record key, declared or not. LookupError if there is none."""
    if is_record(key):
        return registry.get(key).model
    found: type[Any] = apps.get_model(key)
    return found


def _named(key: str) -> dict[str, Field]:
    """A short list without screens of its own (stages, tags, roles) is known by its name."""
    model = model_of(key)
    try:
        return {"name": from_model(model, "name")}
    except FieldDoesNotExist:
        return {}


_OTHERS = {
    "identity.User": (
        Field(name="name", label=_("Name"), kind=Kind.TEXT, path="name"),
        Field(name="team", label=_("Team"), kind=Kind.RECORD, path="team", target="identity.Team"),
        Field(name="active", label=_("Active"), kind=Kind.BOOL, path="is_active"),
    ),
    "identity.Team": (Field(name="name", label=_("Name"), kind=Kind.TEXT, path="name"),),
}
