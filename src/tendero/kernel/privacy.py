"""What every stored field knows about people: its class, why it is kept, on what basis and for how long.

A room declares its journaled models in ``privacy.py``; a contract test fails for a field nobody declared. Erasure, the
access export and the register of processing read these declarations, so that a new field can never be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.module_loading import autodiscover_modules

from tendero.kernel.fields import ComputedTextField
from tendero.kernel.models.base import ChildModel, Journaled, RecordModel


class DataClass(StrEnum):
    """How near a field is to a person."""

    NONE = "none"
    """Says nothing of anybody: positions, kinds, settings."""
    IDENTITY = "identity"
    """Tells who somebody is: names, tax id, birthday, picture."""
    CONTACT = "contact"
    """Reaches somebody: telephones, addresses."""
    PROFILE = "profile"
    """Describes somebody or what happened with him: tastes, notes, deals."""
    PROOF = "proof"
    """Shows that the law was kept: consent and objections."""


class Retention(StrEnum):
    """How long a field is kept."""

    RELATIONSHIP = "relationship"
    """While the relationship lasts; blanked when the person is erased."""
    PROOF = "proof"
    """Blocked instead of erased, until no claim can be made any more."""
    COMPANY = "company"
    """The company's own lists: as long as it wants."""


@dataclass(frozen=True)
class Declared:
    """One field. `basis` is the article or reason by which it may be kept."""

    field: str
    data: DataClass
    purpose: str
    basis: str
    retention: Retention


_declared: dict[str, dict[str, Declared]] = {}


def declare(
    record_key: str,
    *,
    purpose: str,
    basis: str = "RGPD 6.1.b, 6.1.f",
    retention: Retention = Retention.RELATIONSHIP,
    none: str = "",
    identity: str = "",
    contact: str = "",
    profile: str = "",
    proof: str = "",
) -> None:
    """Declare fields of a model, their names between spaces under their class. Twice the same name is an error."""
    known = _declared.setdefault(record_key, {})
    by_class = {
        DataClass.NONE: none,
        DataClass.IDENTITY: identity,
        DataClass.CONTACT: contact,
        DataClass.PROFILE: profile,
        DataClass.PROOF: proof,
    }
    for data, names in by_class.items():
        for name in names.split():
            if name in known:
                raise ValueError(f"{record_key}.{name} is declared twice")
            known[name] = Declared(name, data, purpose, basis, retention)


def of(record_key: str) -> dict[str, Declared]:
    """What is declared of a model, by field."""
    discover()
    return dict(_declared.get(record_key, {}))


def gaps(model: type[Journaled]) -> tuple[list[str], list[str]]:
    """Fields of `model` that nobody declared, and declared ones that it does not have.

    The anatomy of rows and columns computed from another (which share its class) need no word.
    """
    declared = of(model.key())
    stored = {f.name for f in model._meta.concrete_fields if not isinstance(f, ComputedTextField)}
    return sorted(stored - _anatomy() - declared.keys()), sorted(declared.keys() - stored)


def discover() -> None:
    """Read the declarations of every room."""
    autodiscover_modules("privacy")


def _anatomy() -> set[str]:
    bases: list[Any] = [RecordModel, ChildModel]
    return {field.name for base in bases for field in base._meta.local_fields}
