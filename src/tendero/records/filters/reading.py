"""A filter as the rest of the house holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.records import search
from tendero.records.filters.chips import Chip, told
from tendero.records.filters.compiling import Compiler
from tendero.records.filters.errors import FilterError
from tendero.records.filters.parsing import Reader
from tendero.records.filters.shapes import KnownShape
from tendero.records.filters.tree import Every, Node, Opposite, Related, Some, to_json
from tendero.records.registry import RecordType

LARGEST: Final = 20_000
Q_ = TypeVar("Q_", bound="QuerySet[Any]")


@dataclass(frozen=True)
class Filter:
    """A validated filter on one record type, for one actor."""

    key: str
    node: Node
    actor: Actor

    @property
    def data(self) -> dict[str, Any]:
        """Its canonical JSON; ``{}`` passes everything."""
        return to_json(self.node)

    @property
    def is_empty(self) -> bool:
        """Whether it passes everything."""
        return self.node == Every()

    @cached_property
    def condition(self) -> Q:
        """The condition on rows, as of now."""
        return Compiler.now(self.actor, search.condition).condition(self.node, self.key)

    def apply(self, queryset: Q_) -> Q_:
        """The rows of `queryset` that pass. The caller has already narrowed it to what the actor sees."""
        return queryset if self.is_empty else queryset.filter(self.condition)

    @property
    def reaches(self) -> bool:
        """Whether it asks for rows of other records: how many of them pass is then anybody's guess."""
        return _reaches(self.node)

    @property
    def reaches_only(self) -> bool:
        """Whether all that it asks is about rows of other records."""
        parts = self.node.parts if isinstance(self.node, Every) else (self.node,)
        return bool(parts) and all(isinstance(part, Related) for part in parts)

    def chips(self) -> list[Chip]:
        """The filter told in words, a chip for each part that can be taken out by itself."""
        return told(self.node, self.key, self.actor)


def _reaches(node: Node) -> bool:
    if isinstance(node, (Every, Some)):
        return any(_reaches(part) for part in node.parts)
    return _reaches(node.part) if isinstance(node, Opposite) else isinstance(node, Related)


def read(record: RecordType[Any] | str, data: Any, actor: Actor) -> Filter:
    """Validate `data` (JSON or its text) for this actor. FilterError names the part that cannot be read."""
    key = record if isinstance(record, str) else record.key
    if isinstance(data, str):
        data = _parsed(data)
    node = Reader().node({} if data is None else data, KnownShape(key, actor), "", 0)
    if len(json.dumps(to_json(node))) > LARGEST:
        raise FilterError("", _("The filter is too long."))
    return Filter(key, node, actor)


def _parsed(text: str) -> Any:
    if len(text) > LARGEST:
        raise FilterError("", _("The filter is too long."))
    if not text.strip():
        return {}
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FilterError("", _("That is not JSON.")) from error
