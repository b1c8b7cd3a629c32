"""What the record engine keeps of its own."""

from tendero.records.models.custom import CustomValue, FieldDefinition
from tendero.records.models.export import ExportLog
from tendero.records.models.imports import Import, ImportAnswer, ImportDoubt, ImportRow, ImportTemplate
from tendero.records.models.layout import ColumnLayout
from tendero.records.models.replies import ApiReply
from tendero.records.models.views import SavedView

__all__ = [
    "ApiReply",
    "ColumnLayout",
    "CustomValue",
    "ExportLog",
    "FieldDefinition",
    "Import",
    "ImportAnswer",
    "ImportDoubt",
    "ImportRow",
    "ImportTemplate",
    "SavedView",
]
