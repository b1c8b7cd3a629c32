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


def after(position: int) -> int:
    """The place just under `position` once `make_room` has pushed the others down."""
    return position + GAP


def make_room(above: int, following: list[int]) -> list[int]:
    """New places for the first of the cards under `above`, so that a whole gap is free just below it.

    `following` are their places from the top down. Cards are pushed only as far as the first one that already stands
    low enough; the result is as long as the cards that move.
    """
    fresh: list[int] = []
    lowest = after(above)
    for position in following:
        if position > lowest:
            break
        lowest += GAP
        fresh.append(lowest)
    return fresh
