"""`column__among=[...]`: one of thousands of values, sent as one parameter instead of one for each."""

from __future__ import annotations

import json
from typing import Any, Final

from django.db.models import Field, ForeignKey, Lookup

_BETWEEN: Final = "\x1f"


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup[Any]):
    """As `in`, for long lists of plain values: an array on PostgreSQL, JSON on SQLite."""

    lookup_name = "among"

    def get_prep_lookup(self) -> Any:
        if hasattr(self.rhs, "resolve_expression"):  # the parameter of a compiled query
            return self.rhs
        return sorted({self.lhs.output_field.get_prep_value(value) for value in self.rhs})

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        if connection.vendor != "postgresql":
            return "%s", [json.dumps(value)]
        if all(type(each) is str and each for each in value):
            joined = _BETWEEN.join(value)
            if value and joined.count(_BETWEEN) == len(value) - 1:  # one text is sent faster than thousands
                return "string_to_array(%s, %s)", [joined, _BETWEEN]
        if value and all(type(each) is int for each in value):
            return "string_to_array(%s, ',')::bigint[]", [",".join(map(str, value))]
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_params, *right_params]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each({right}))", [*left_params, *right_params]  # noqa: S608 - parts that Django compiled
