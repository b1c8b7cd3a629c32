"""How like two names of products are (`docs/rules/product-names.md`). Precision first: joined is hard to part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import DamerauLevenshtein

from tendero.catalog.rules.name_parts import Parts, parts_of, squashed

Verdict = Literal["same", "doubtful", "different"]
Reason = Literal[
    "spacing", "writing", "figures", "figures_order", "figures_missing", "words", "says_more", "spelling", "empty"
]
SHARED: Final = 0.5
"""How much of the shorter name's letters a longer one must say to be asked about."""
FUZZY_FROM: Final = 4
"""Letters from which a word may be a mistyped other; shorter ones are names of sizes and models."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` orders the doubtful among themselves, 0 to 1; `reason` says what decided."""

    verdict: Verdict
    score: float
    reason: Reason


def likeness(one: str, other: str) -> Likeness:
    """Whether two names mean one product; the same whichever comes first."""
    first, second = parts_of(one), parts_of(other)
    if not first.key or not second.key:
        return Likeness("different", 0.0, "empty")
    if squashed(one) == squashed(other):
        return Likeness("same", 1.0, "spacing")
    if first.key == second.key:
        return Likeness("same", 1.0, "writing")
    if first.figures and second.figures and sorted(first.figures) != sorted(second.figures):
        return Likeness("different", 0.0, "figures")
    return _by_words(first, second)


def _by_words(one: Parts, other: Parts) -> Likeness:
    """Words paired with their likes; what both have left over tells two products apart."""
    alone, theirs, typos = _paired(one.words, other.words)
    if alone and theirs:
        return Likeness("different", 0.0, "words")
    letters = sum(map(len, one.words)) + sum(map(len, other.words))
    left = sum(map(len, alone or theirs))
    shared = (letters - left) / letters if letters else 1.0
    if shared < SHARED or not (one.words and other.words):
        return Likeness("different", 0.0, "words")
    score = round(shared - 0.05 * typos - (0.1 if bool(one.figures) != bool(other.figures) else 0.0), 4)
    if bool(one.figures) != bool(other.figures):
        return Likeness("doubtful", score, "figures_missing")
    if alone or theirs:
        return Likeness("doubtful", score, "says_more")
    return Likeness("doubtful", score, "spelling" if typos else "figures_order")


def _paired(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str], int]:
    """What each says that the other does not, and how many pairs are only alike."""
    alone, theirs = list(one), list(other)
    for word in one:
        if word in theirs:
            theirs.remove(word)
            alone.remove(word)
    near = sorted(
        (_distance(mine, its), mine, its) for mine in alone for its in theirs if _distance(mine, its) is not None
    )
    pairs = 0
    for _far, mine, its in near:
        if mine in alone and its in theirs:
            alone.remove(mine)
            theirs.remove(its)
            pairs += 1
    return alone, theirs, pairs


@lru_cache(maxsize=65_536)
def _distance(one: str, other: str) -> int | None:
    """Letters by which two words differ if one may be the other mistyped or cut short; None if not."""
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if len(short) >= 3 and long.startswith(short):
        return len(long) - len(short)
    if len(short) < FUZZY_FROM:
        return None
    far = DamerauLevenshtein.distance(short, long)
    return far if far <= (1 if len(long) < 8 else 2) else None
