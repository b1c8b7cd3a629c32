"""Export to CSV and XLSX: one writer, formula-safe and reversible, in constant memory."""

from tendero.records.export.writing import FORMATS, Format, csv_lines, write_export

__all__ = ["FORMATS", "Format", "csv_lines", "write_export"]
