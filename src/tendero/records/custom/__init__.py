"""User-defined fields: the company adds them on a screen, and every surface shows them at once.

`fields_of(record_key)` are their `Field`s, named ``custom.<key>``; `attach(rows, fields)` reads the values of a whole
page with one query; `actions.define_field` makes one.
"""

from __future__ import annotations

from tendero.records.custom.definitions import fields_of
from tendero.records.custom.reading import attach

__all__ = ["attach", "fields_of"]
