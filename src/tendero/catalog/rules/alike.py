"""The likest of many names, without comparing each with each (`docs/rules/product-names.md`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from tendero.catalog.rules.likeness import Likeness, likeness
from tendero.catalog.rules.name_parts import parts_of

K = TypeVar("K", bound=Hashable)
RAREST: Final = 8
"""Of the groups of three letters of a name, how many are looked up: those that the fewest others have."""
TOO_MANY: Final = 2_000
"""A group that more names have tells nothing."""
COMPARED: Final = 24
"""Names compared for one: those that share the most groups."""


@dataclass(frozen=True, slots=True)
class Found(Generic[K]):
    """The likest name, what it stands for, and how like it is."""

    key: K
    name: str
    likeness: Likeness


class Alike(Generic[K]):
    """Names by the groups of three letters of their words."""

    def __init__(self) -> None:
        """None yet."""
        self.names: list[tuple[K, str]] = []
        self.having: dict[str, list[int]] = defaultdict(list)

    def add(self, key: K, name: str) -> None:
        """One more name to find."""
        for gram in _grams(name):
            self.having[gram].append(len(self.names))
        self.names.append((key, name))

    def nearest(self, name: str) -> Found[K] | None:
        """The likest of those that are the same or doubtful; whoever came first where two are as like."""
        votes: Counter[int] = Counter()
        known = sorted((len(self.having[gram]), gram) for gram in _grams(name) if gram in self.having)
        for times, gram in known[:RAREST]:
            if times <= TOO_MANY:
                votes.update(self.having[gram])
        best: Found[K] | None = None
        for at, _times in votes.most_common(COMPARED):
            key, other = self.names[at]
            found = Found(key, other, likeness(name, other))
            if found.likeness.verdict != "different" and (best is None or _rank(found) > _rank(best)):
                best = found
        return best


def _rank(found: Found[K]) -> tuple[bool, float]:
    return found.likeness.verdict == "same", found.likeness.score


def _grams(name: str) -> set[str]:
    """Threes of letters of each word, the beginning of a word being a letter too."""
    padded = (f"^{word}" for word in parts_of(name).words)
    return {word[at : at + 3] for word in padded for at in range(max(1, len(word) - 2))}
