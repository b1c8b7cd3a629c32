"""Export to CSV and XLSX: one writer, formula-safe and reversible, in constant memory."""

from tendero.records.export.writing import FORMATS, Format, card_lines, csv_lines, declare_cards, offered, write_export

__all__ = ["FORMATS", "Format", "card_lines", "csv_lines", "declare_cards", "offered", "write_export"]
