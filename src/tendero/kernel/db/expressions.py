"""Expressions whose SQL differs between the engines."""

from __future__ import annotations

import string
from typing import Any

from django.db.models import CharField, Func


class AsciiLower(Func):
    """Text with A-Z made small and nothing else changed: the same on every engine and locale."""

    function = "LOWER"  # SQLite's knows ASCII only
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = f"TRANSLATE(%(expressions)s, '{string.ascii_uppercase}', '{string.ascii_lowercase}')"
        return self.as_sql(compiler, connection, template=template, **extra)


class Bytewise(Func):
    """Text compared by bytes whatever the cluster's locale: what sort keys and cursors count on."""

    template = "%(expressions)s"
    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **extra)
