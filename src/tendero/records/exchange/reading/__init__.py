"""From a file as it comes to rows of cells: what kind of file, its encoding, dialect, sheets, titles and formats.

Pure: plain paths and values in, plain values out; refusals are ``Refused``.
"""

from tendero.records.exchange.reading.options import Choices, Reading
from tendero.records.exchange.reading.peek import Preview, detect, preview
from tendero.records.exchange.reading.staged import Staged, StagedRow, find_rows, read_rows, stage
from tendero.records.exchange.reading.text_table import Record

__all__ = [
    "Choices",
    "Preview",
    "Reading",
    "Record",
    "Staged",
    "StagedRow",
    "detect",
    "find_rows",
    "preview",
    "read_rows",
    "stage",
]
