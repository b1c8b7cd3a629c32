"""Which tables a copy holds, and which are left out because they are made anew or mean nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models

from tendero.kernel.backup.codec import kind_of

LEFT_OUT: Final = frozenset(
    {
        "sessions.Session",  # who was signed in: signs in again
        "access.OpenSession",  # tells of those
        "kernel.Stamp",  # how running processes know that something changed
        "kernel.SearchKind",  # search is made anew from the records
        "kernel.SearchDocument",
        "kernel.SearchWord",
        "contenttypes.ContentType",  # the program writes these itself when it migrates; nothing of ours points at them
        "auth.Permission",
        "auth.Group",
        "auth.Group_permissions",
    }
)


@dataclass(frozen=True)
class Table:
    """One table of a copy: the model's label names it, columns stand in the order of their names."""

    label: str
    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    order: tuple[str, ...]
    model: type[models.Model]


def kept(apps: Apps | Any = installed) -> list[Table]:
    """Every table of a copy, by label; `apps` may be those of an older version."""
    found = [model for model in apps.get_models(include_auto_created=True) if is_kept(model)]
    return sorted(map(_table, found), key=lambda table: table.label)


def left_out(apps: Apps | Any = installed) -> list[str]:
    """The names in the database of the tables that no copy holds."""
    found = [model._meta for model in apps.get_models(include_auto_created=True) if not is_kept(model)]
    return sorted(options.db_table for options in found if options.managed and not options.proxy)


def is_kept(model: type[models.Model]) -> bool:
    """Whether a copy holds the rows of that model."""
    options = model._meta
    return options.managed and not options.proxy and not options.swapped and options.label not in LEFT_OUT


def _table(model: type[models.Model]) -> Table:
    fields = sorted(_columns(model), key=lambda field: str(field.column))
    primary: Any = model._meta.pk
    order = [str(field.column) for field in getattr(primary, "fields", None) or [primary]]
    return Table(
        label=model._meta.label,
        name=model._meta.db_table,
        columns=tuple(str(field.column) for field in fields),
        kinds=tuple(map(kind_of, fields)),
        order=tuple(order),
        model=model,
    )


def _columns(model: type[models.Model]) -> Iterable[models.Field[Any, Any]]:
    return (field for field in model._meta.local_concrete_fields if field.column)
