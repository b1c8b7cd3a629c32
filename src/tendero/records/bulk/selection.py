"""Which rows are meant: those that were ticked, or all of a filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tendero.kernel.actor import Actor
from tendero.records import filters
from tendero.records.listing import state as states
from tendero.records.registry import RecordType
from tendero.records.rows import Rows

MOST_TICKED = 1_000
PIECE = 200


@dataclass(frozen=True)
class Selection:
    """Ticked references, or a filter with its words. Within either, only what the actor may see counts."""

    record: RecordType[Any]
    actor: Actor
    refs: tuple[str, ...] = ()
    filter: Mapping[str, Any] | None = None
    text: str = ""

    @property
    def whole(self) -> bool:
        """Whether all rows of the filter are meant."""
        return self.filter is not None

    def rows(self, verb: str = "view") -> Any:
        """The rows meant that `verb` reaches, in no order."""
        if self.filter is None:
            return self.record.rows(self.actor, verb).filter(ref__in=self.refs)
        kept = filters.read(self.record, self.filter, self.actor)
        return Rows(self.record, self.actor, filter=kept, text=self.text, verb=verb).queryset()

    def keys(self, verb: str = "view") -> list[int]:
        """Primary keys of the rows meant, fixed now: what the work changes does not change what is meant."""
        return list(self.rows(verb).order_by("pk").values_list("pk", flat=True))

    def data(self) -> dict[str, Any]:
        """As JSON, for a job and for the next step of a dialog."""
        if self.filter is None:
            return {"refs": list(self.refs)}
        return {"filter": dict(self.filter), "text": self.text}


def sent(record: RecordType[Any], data: QueryDict, actor: Actor) -> Selection:
    """The selection a form sent: ticked rows, or `whole` with the query of the list they stood in."""
    if data.get("whole"):
        state = states.read(record, QueryDict(data.get("state", "")), actor)
        return Selection(record, actor, filter=dict(state.filter_data), text=state.text)
    return Selection(record, actor, refs=tuple(dict.fromkeys(data.getlist("row")))[:MOST_TICKED])


def kept(record: RecordType[Any], data: Mapping[str, Any], actor: Actor) -> Selection:
    """The selection `data()` wrote, read again for today's rights."""
    if "filter" in data:
        return Selection(record, actor, filter=data["filter"], text=str(data.get("text", "")))
    return Selection(record, actor, refs=tuple(data.get("refs", ())))


def pieces(keys: list[int], size: int = PIECE) -> Iterator[list[int]]:
    """The keys in pieces."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
