"""The filter in force as chips: each names one part and can be taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tendero.records.filtering.words import told
from tendero.records.listing.state import ListState, dumped


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, and the address without it."""

    label: str
    verb: str
    value: str
    without: str


def chips(state: ListState) -> list[Chip]:
    """One chip a part that must hold; a filter that is no plain "all" is one chip."""
    found = parts(state.filter_data)
    shown = []
    for place, part in enumerate(found):
        rest = [other for at, other in enumerate(found) if at != place]
        text = told(state.record, part, state.actor)
        without = state.address(filter=dumped({"all": rest} if rest else {}))
        shown.append(Chip(text.label, text.verb, text.value, without))
    return shown


def parts(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The parts that all must hold."""
    if not data:
        return []
    held = data.get("all") if set(data) == {"all"} else None
    return list(held) if isinstance(held, list) else [data]
