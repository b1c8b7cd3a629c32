"""The filter language: one JSON grammar for lists, segments, exports, the API and bulk work.

    filters.read(record, {"field": "city", "op": "eq", "value": "Sevilla"}, actor).apply(queryset)

`docs/rules/filters.md` tells the grammar, `docs/decisions/0003-filter-language.md` why it is so.
"""

from tendero.records.filters.errors import FilterError
from tendero.records.filters.menus import menu
from tendero.records.filters.reading import Filter, read

__all__ = ["Filter", "FilterError", "menu", "read"]
