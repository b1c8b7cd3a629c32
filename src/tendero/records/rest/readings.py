"""What is answered and done over the API beside a record's rows (figures, pairs, files), under ``/api/v1/<slug>/``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """`work(call)` answers, `work(call, ref)` under a path with ``{ref}``.

    `parameters`, `body` (with its media type) and `answer` tell it in the OpenAPI document, `summary` in a line.
    """

    work: Callable[..., HttpResponse]
    summary: str
    parameters: Sequence[Schema] = ()
    answer: Schema = field(default_factory=lambda: {"type": "object"})
    method: str = "GET"
    status: str = "200"
    body: Schema | None = None
    media: str = "application/json"


_readings: dict[str, dict[tuple[str, str], Reading]] = {}


def add(record_key: str, path: str, reading: Reading) -> None:
    """Answer under ``/api/v1/<slug>/<path>``; called while declarations are read. "": of every record.

    No reference is as short as a name.
    """
    _readings.setdefault(record_key, {})[path, reading.method] = reading


def of(record_key: str) -> Mapping[tuple[str, str], Reading]:
    """The readings about a record, by path and method; those of every record first."""
    return {**_readings.get("", {}), **_readings.get(record_key, {})}


def name(path: str, method: str) -> str:
    """How the document calls it: ``imports_run_post`` for ``imports/{ref}/run``."""
    words = [part for part in path.split("/") if part != "{ref}"]
    one = ["one"] if path.endswith("{ref}") else []
    return "_".join([*words, *one, *([] if method == "GET" else [method.lower()])])
