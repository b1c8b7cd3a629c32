"""One value of one field on its ways in and out: as people read it, as they type it, as JSON carries it.

Values in Python: text is ``str``, numbers ``Decimal``, money `Money` (or ``Decimal`` where the currency is the row's
own), days ``date``, moments aware ``datetime``, yes and no ``bool``, a choice its stored value, a relation the object
itself, what is many a list, a repeated group a list of dicts, a birthday ISO 8601 text (``1984-03-12``, ``--03-12``).
Nothing is None (or an empty list).
"""

from __future__ import annotations

from tendero.records.values.checking import checked, is_blank
from tendero.records.values.display import shown, shown_value
from tendero.records.values.json import from_json, to_json
from tendero.records.values.links import web_address
from tendero.records.values.reading import held
from tendero.records.values.text import from_text, several

__all__ = [
    "checked", "from_json", "from_text", "held", "is_blank", "several", "shown", "shown_value", "to_json", "web_address"
]  # fmt: skip
