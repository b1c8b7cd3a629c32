"""A shop's records before and after they travelled in a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from tendero.directory.models import Party
from tendero.kernel.actor import Actor
from tendero.records import registry, values
from tendero.records.export import FORMATS, write_export
from tendero.records.rows import Rows

CHILDREN: Final = (
    "emails", "phones", "addresses", "profiles", "references", "tags", "roles", "observations", "consents",
    "relationships", "responsibles",
)  # fmt: skip
# What belongs to a database and not to a contact, or follows from the rest.
_LOCAL: Final = frozenset({
    "id", "version", "created", "changed", "binned_at", "photo", "phone_shown", "shown", "party", "current", "annuls",
    "once", "main_contact", "position",
})  # fmt: skip


class Gone(Exception):
    """Everything since is undone."""


@contextmanager
def passing() -> Iterator[None]:
    """What happens inside leaves the database as it was."""
    try:
        with transaction.atomic():
            yield
            raise Gone
    except Gone:
        pass


def file_of(slug: str, format: str, *, by: Actor, columns: Sequence[str] | None = None) -> bytes:
    """Every record of a kind and all of its columns, as the export writes them."""
    record = registry.by_slug(slug)
    with TemporaryDirectory() as folder, translation.override(by.language):
        path = Path(folder) / "file"
        names = list(record.fields_for(by)) if columns is None else columns
        write_export(record, Rows(record, by, verb="export"), names, path, FORMATS[format], by)
        return path.read_bytes()


def contacts() -> dict[str, Any]:
    """Every living contact by reference, with all that hangs on it, in its order."""
    rows = Party.objects.prefetch_related(*CHILDREN).order_by("ref")
    own = registry.get(Party.record_key).all_fields()
    customs = [field for field in own.values() if field.custom is not None]
    return {
        row.ref: _columns(row)
        | {name: [_columns(child) for child in getattr(row, name).all()] for name in CHILDREN}
        | {field.name: values.to_json(field, values.held(field, row)) for field in customs}
        for row in rows
    }


def rows(model: Any, *local: str) -> dict[str, Any]:
    """Every living row of a model by reference."""
    return {row.ref: _columns(row, *local) for row in model.objects.order_by("ref")}


def _columns(row: Any, *local: str) -> dict[str, Any]:
    found = {}
    for column in row._meta.concrete_fields:
        if column.name not in _LOCAL and column.name not in local:
            value = getattr(row, column.name)
            if isinstance(value, dt.datetime):
                value = value.replace(microsecond=0)  # a file tells moments to the second
            found[column.name] = _told(value) if column.is_relation else value
    if found.pop("subject_id", None) is not None:  # a number of this database alone
        found["subject"] = row.subject.ref
    return found


def _told(other: Any) -> str | None:
    """A contact by its reference; colleagues and rows of short lists by what they are called."""
    return None if other is None else other.ref if isinstance(other, Party) else str(other)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What is not the same, one line a field."""
    lost = [f"{ref}: {'gone' if ref in before else 'new'}" for ref in before.keys() ^ after.keys()]
    return lost + [
        f"{ref} {name}: {value!r} became {after[ref].get(name)!r}"
        for ref, told in before.items()
        if ref in after
        for name, value in told.items()
        if after[ref].get(name) != value
    ]
