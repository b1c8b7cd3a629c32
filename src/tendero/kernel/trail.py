"""Auditing what `kernel.write` does not write: people, teams, profiles, tokens, invitations, views of lists.

These changes stand in the same journal as everything else, in the change set of the action that made them, so the audit
screen shows them; because their models are not journaled ones, nothing can revert them. Passwords and secrets are
noted as changed, never with a value.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from tendero.kernel import changes, journal
from tendero.kernel.models import Change


def record_key(row: models.Model) -> str:
    """The name of a row's kind in the journal: `identity.User`, `access.Profile`..."""
    return f"{row._meta.app_label}.{row._meta.object_name}"


def note(row: models.Model, kind: Change.Kind, *, field: str = "", before: Any = None, after: Any = None) -> None:
    """Write one line about `row` into the open change set."""
    key = record_key(row)
    Change.objects.create(
        change_set=changes.require_current().saved(),
        record_key=key,
        record_id=row.pk,
        root_key=key,
        root_id=row.pk,
        kind=kind,
        field=field,
        before=journal.encode(before),
        after=journal.encode(after),
    )


def created(row: models.Model) -> None:
    """Note that `row` was made."""
    note(row, Change.Kind.CREATE)


def removed(row: models.Model) -> None:
    """Delete `row` and note what it was called."""
    note(row, Change.Kind.REMOVE, before={"name": str(row)})
    row.delete()


def changed(row: models.Model, **values: Any) -> set[str]:
    """Set `values` on `row`, save it and note from what to what; returns the names that really changed."""
    altered = set()
    for name, value in values.items():
        field: Any = row._meta.get_field(name)
        before = getattr(row, field.attname)
        setattr(row, name, value)
        after = getattr(row, field.attname)
        if before != after:
            altered.add(name)
            note(row, Change.Kind.CHANGE, field=field.name, before=before, after=after)
    if altered:
        row.save(update_fields=sorted(altered))
    return altered
