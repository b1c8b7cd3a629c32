"""What the record engine keeps of its own: user-defined fields and their values."""

from __future__ import annotations

from tendero.records.models.custom import CustomValue, FieldDefinition

__all__ = ["CustomValue", "FieldDefinition"]
