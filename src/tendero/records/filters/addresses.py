"""Addresses of filtered lists: where a figure leads, which opens exactly the rows it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote_plus

from tendero.records import registry

Test = Mapping[str, Any]


def test(field: str, op: str, *value: str) -> Test:
    """One test of the filter language."""
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


def where(record_key: str, *tests: Test) -> str:
    """The list of a record with the rows that pass all these tests."""
    return f"{registry.get(record_key).url()}?{asked(*tests)}"


def asked(*tests: Test) -> str:
    """The part of an address that asks for the rows which pass all these tests."""
    packed = (json.dumps(one, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for one in tests)
    return f"filter={_OPEN}{_COMMA.join(map(_quoted, packed))}{_CLOSE}"


@lru_cache(maxsize=2048)
def _quoted(packed: str) -> str:
    """A page of figures has dozens of addresses that share their tests of days and currency."""
    return quote_plus(packed)


_OPEN: Final = quote_plus('{"all":[')
_COMMA: Final = quote_plus(",")
_CLOSE: Final = quote_plus("]}")
