"""What a filter of the list becomes on the board, which has columns for open and closed deals alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def without_status(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The filter without its first-level tests of the status."""
    if data.get("field") == "status":
        return {}
    if "all" not in data:
        return data
    return {"all": [part for part in data["all"] if part.get("field") != "status"]}
