"""The user-defined fields as every surface knows them: read once per process, known to be fresh.

A company has a few dozen, so each process keeps one immutable copy. Its stamp (how many, the newest change, the sum of
versions) is compared once per request or change set, and at every question elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Count, Max, Sum

from tendero.kernel import changes
from tendero.records.fields import Field, Kind
from tendero.records.models.custom import LONGEST_TEXT, FieldDefinition

_PATHS = {Kind.NUMBER: "number", Kind.MONEY: "number", Kind.BOOL: "number", Kind.DATE: "date", Kind.PARTY: "ref_id"}


@dataclass(frozen=True)
class Known:
    """All definitions under one stamp."""

    stamp: tuple[Any, ...]
    fields: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    records: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass
class _Held:
    known: Known | None = None


_loaded: Known | None = None
_held: ContextVar[_Held | None] = ContextVar("tendero_custom_held", default=None)


def fields_of(record_key: str) -> dict[str, Field]:
    """The user-defined fields of a record type that are in use, by name (``custom.<key>``), in their order."""
    return dict(_known().fields.get(record_key, {}))


def record_of(definition: int) -> str:
    """The record key a definition belongs to, archived ones included. KeyError if there is none."""
    return _known().records[definition]


def name_of(definition: int) -> str:
    """The field name of a definition, archived ones included; "" if there is none."""
    return _known().names.get(definition, "")


@contextmanager
def held() -> Iterator[None]:
    """Compare the stamp once in this block: one request, one chunk of work."""
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def forget() -> None:
    """Look again at the next question; called by whatever changes a definition."""
    global _loaded  # one copy per process, replaced whole and never changed
    _loaded = None
    found = _held.get()
    if found is not None:
        found.known = None
    opened = changes.current()
    if opened is not None:
        opened.notes.pop(_NOTE, None)


_NOTE = "records.custom"


def _known() -> Known:
    global _loaded  # one copy per process, replaced whole and never changed
    holder, opened = _held.get(), changes.current()
    if holder is not None and holder.known is not None:
        return holder.known
    if opened is not None and _NOTE in opened.notes:
        found: Known = opened.notes[_NOTE]
        return found
    stamp = _stamp()
    fresh = _loaded
    if fresh is None or fresh.stamp != stamp:
        fresh = _loaded = _load(stamp)
    if holder is not None:
        holder.known = fresh
    if opened is not None:
        opened.notes[_NOTE] = fresh
    return fresh


def _stamp() -> tuple[Any, ...]:
    found = FieldDefinition.everything.aggregate(n=Count("pk"), at=Max("changed"), v=Sum("version"), last=Max("pk"))
    return found["n"], found["at"], found["v"], found["last"]


def _load(stamp: tuple[Any, ...]) -> Known:
    fields: dict[str, dict[str, Field]] = {}
    records: dict[int, str] = {}
    names: dict[int, str] = {}
    for row in FieldDefinition.everything.order_by("record", "position", "id"):
        records[row.pk], names[row.pk] = row.record, row.field_name
        if row.archived_at is None and row.binned_at is None:
            fields.setdefault(row.record, {})[row.field_name] = as_field(row)
    return Known(stamp, fields, records, names)


def as_field(row: FieldDefinition) -> Field:
    """The `Field` of one definition. `path` is the column of `CustomValue` that holds it."""
    from tendero.records.custom import reading  # which reads what this module knows

    kind = Kind(row.kind)
    pairs = [(str(value), str(label)) for value, label in row.choices]
    path = _PATHS.get(kind, "text")
    return Field(
        name=row.field_name,
        label=row.label,
        kind=kind,
        path=path,
        many=kind is Kind.CHOICES,
        folded="text_folded" if path == "text" and kind not in (Kind.CHOICE, Kind.CHOICES) else "",
        sort="" if kind is Kind.CHOICES else "text_sort" if path == "text" else path,
        choices=(lambda: pairs) if kind in (Kind.CHOICE, Kind.CHOICES) else None,
        target="directory.Party" if kind is Kind.PARTY else "",
        currency="currency" if kind is Kind.MONEY else "",
        required=row.required,
        help=row.help,
        max_length=LONGEST_TEXT if kind in (Kind.TEXT, Kind.URL) else None,
        custom=row.pk,
        read=partial(reading.value, row.pk, kind),
    )
