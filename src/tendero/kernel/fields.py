"""Columns that compute themselves from another one when `kernel.write` writes the row."""

from collections.abc import Callable
from typing import Any

from django.db import models

from tendero.kernel import refs, text


class RefField(models.CharField[Any, Any]):
    """The public reference, made in Python."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=refs.LENGTH, unique=True, editable=False)
        kwargs.setdefault("default", refs.new_ref)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str | None:
        """By its long name on PostgreSQL: Django gives a unique ``varchar`` a second index, for LIKE, unused here."""
        found = super().db_type(connection)
        return found.replace("varchar", "character varying") if found and connection.vendor == "postgresql" else found


class BytewiseMixin:
    """Compares by bytes on both engines: PostgreSQL would otherwise use the cluster's locale."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().db_parameters(connection)  # type: ignore[misc]
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found


class ComputedTextField(BytewiseMixin, models.TextField[Any, Any]):
    """Text computed from the column named `source`; empty when that is empty, never NULL."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        return name, path, args, kwargs

    shape: Callable[[str], str] = staticmethod(str)
    """What is made of the source's text; no method, for it is called for every column of every row."""


class FoldedField(ComputedTextField):
    """`kernel.text.fold` of another column: what text filters compare."""

    shape = staticmethod(text.fold)


class SortKeyField(ComputedTextField):
    """`kernel.text.sort_key` of another column: what lists sort by."""

    shape = staticmethod(text.sort_key)
