"""User-defined fields."""

from __future__ import annotations

from tendero.records.fields import Field


def fields_of(record_key: str) -> dict[str, Field]:
    """The user-defined fields of a record type, by name (``custom.<key>``)."""
    return {}
