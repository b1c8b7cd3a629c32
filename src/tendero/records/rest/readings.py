"""What rooms answer over the API about a record beside its rows: figures, under ``/api/v1/<slug>/<name>``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from tendero.records.rest.operations import Call

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """`work(call)` answers; `parameters` and `answer` tell it in the OpenAPI document, `summary` in a line."""

    work: Callable[[Call], HttpResponse]
    summary: str
    parameters: Sequence[Schema]
    answer: Schema


_readings: dict[str, dict[str, Reading]] = {}


def add(record_key: str, name: str, reading: Reading) -> None:
    """Answer ``GET /api/v1/<slug>/<name>``; called while declarations are read. No reference is as short as a name."""
    _readings.setdefault(record_key, {})[name] = reading


def of(record_key: str) -> Mapping[str, Reading]:
    """The readings about a record, by name."""
    return _readings.get(record_key, {})
