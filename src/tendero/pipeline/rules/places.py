"""Where a card stands in its column. See docs/rules/pipeline.md.

Places are whole numbers with room between them, so that dropping a card writes one row.
"""

from __future__ import annotations

from typing import Final

GAP: Final = 1_048_576


def between(above: int | None, below: int | None) -> int | None:
    """A place after `above` and before `below` (either may be missing); None when no room is left between them."""
    if above is None and below is None:
        return 0
    if above is None:
        return (below or 0) - GAP
    if below is None:
        return above + GAP
    middle = (above + below) // 2
    return middle if above < middle < below else None


def spread(count: int) -> list[int]:
    """`count` fresh places, a whole gap apart, from the top down."""
    return [GAP * index for index in range(count)]
