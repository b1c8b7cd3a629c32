"""What the record engine keeps of its own."""

from tendero.records.models.custom import CustomValue, FieldDefinition
from tendero.records.models.imports import Import, ImportRow, ImportTemplate

__all__ = ["CustomValue", "FieldDefinition", "Import", "ImportRow", "ImportTemplate"]
